"""Queries whose SQL is written once, and from then on only filled with values.

The ORM writes the text of a statement anew each time, which takes longer than most
of them take to run. What every event asks is built with a ``Slot`` wherever a value
will stand, and prepared. Rows become models as in any other query.
"""

import re
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db import connections
from django.db.models import Expression, Model, QuerySet

type Written = tuple[str, tuple[Any, ...]]  # SQL with its parameters
type Params = dict[str, Any]  # what stands in ``%(name)s``


class Slot(Expression):
    """A place in a query for the value of this name, which is never ``None``.

    The name is a word, and means the same wherever it stands in a query. A field
    prepares it as in a filter, and strips a text, for instance. Without one it is sent
    as it is.
    """

    def __init__(self, name: str, output_field: Any = None) -> None:
        super().__init__(output_field=output_field)
        self.name, self._sent_as = name, output_field

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list["Slot"]]:
        """Stand for the value among the parameters."""
        return "%s", [self]

    def filled(self, values: Mapping[str, Any], connection: Any) -> Any:
        """Give the value as the database takes it."""
        value, field = values[self.name], self._sent_as
        return field.get_db_prep_value(value, connection) if field else value


def sql_of(part: Any) -> Written:
    """Write a query that becomes a part of another."""
    return part.query.sql_with_params()


def _named(sql: str, params: tuple[Any, ...], vendor: str) -> tuple[str, Params]:
    """Name what will stand in the marks.

    A slot gives its own name, wherever it stands; any other value gets one. Numbers are
    written into SQLite's text, as in the conditions of indexes, which they match: for
    each value that decides about an index, it plans a statement once more.
    """
    left = iter(params)
    named: Params = {}

    def write(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return mark[0]
        value = next(left)
        if isinstance(value, int) and vendor == "sqlite":
            return str(int(value))
        name = value.name if isinstance(value, Slot) else f"constant_{len(named)}"
        if not name.isidentifier() or named.setdefault(name, value) != value:
            raise ValueError(f"A slot's name is one word, for one field: {name!r}.")
        return f"%({name})s"

    return re.sub("%[%s]", write, sql), named


class Prepared[Row: Model]:
    """A query as it was compiled; any thread may run it, on its own connection.

    ``after`` is what goes before it, such as a ``WITH``. Rows are models: there is no
    ``values``, and nothing is prefetched.
    """

    def __init__(self, rows: QuerySet[Row], *, after: Written = ("", ())) -> None:
        self._model, self._using, self._query = rows.model, rows.db, rows.query
        self._compiler: Any = self._query.get_compiler(self._using)
        sql, params = self._compiler.as_sql()
        vendor = connections[self._using].vendor
        self._sql, self._params = _named(after[0] + sql, (*after[1], *params), vendor)
        self._compiler.connection = None  # which belongs to this thread

    def rows(self, **values: Any) -> list[Row]:
        """Run it with these values in its slots. Raises ``KeyError`` without one."""
        query: Any = copy(self._query)
        compiler: Any = copy(self._compiler)
        compiler.connection = connections[self._using]
        written = self._sql, self._filled(values, compiler.connection)
        compiler.as_sql = lambda: written
        query.get_compiler = lambda using: compiler
        return list(QuerySet(self._model, query, self._using))

    def _filled(self, values: Mapping[str, Any], connection: Any) -> Params:
        return {
            name: each.filled(values, connection) if isinstance(each, Slot) else each
            for name, each in self._params.items()
        }
