"""Queries whose SQL is written once, and from then on only filled with values.

The ORM writes the text of a statement anew each time, and PostgreSQL plans it anew,
either of which takes longer than most of them take to run. What every event asks is
built with a ``Slot`` wherever a value will stand, and prepared. Rows become models as
in any other query.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.db import NotSupportedError, connections
from django.db.models import Expression, Model, QuerySet

type Written = tuple[str, tuple[Any, ...]]  # SQL with its parameters
type Params = dict[str, Any]  # what stands in ``%(name)s``


class Slot(Expression):
    """A place in a query for the value of this name, which is never ``None``.

    The name is a word, and means the same wherever it stands in a query. A field
    prepares it as in a filter, and strips a text, for instance. Without one it is sent
    as it is. ``planned`` is a number of which each has a plan of its own.
    """

    def __init__(
        self, name: str, output_field: Any = None, *, planned: bool = False
    ) -> None:
        super().__init__(output_field=output_field)
        self.name, self._sent_as, self.planned = name, output_field, planned

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


# A search's plan takes about a megabyte of the server's memory, for each connection.
MOST_KEPT = 20


@contextmanager
def plans_kept(connection: Any) -> Iterator[None]:
    """Have PostgreSQL keep the plan of what is asked meanwhile for a second time.

    It fits all values (see engines.py). Those that the ORM or a ``planned`` slot writes
    into the text make it another statement.
    """
    if connection.vendor != "postgresql":
        yield
        return
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw = connection.connection
    usual = raw.prepare_threshold, raw.cursor_factory
    raw.prepare_threshold, raw.cursor_factory = 1, ServerBindingCursor
    raw.prepared_max = MOST_KEPT
    try:
        yield
    finally:
        raw.prepare_threshold, raw.cursor_factory = usual


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
        slots = (each for each in self._params.values() if isinstance(each, Slot))
        is_planned = vendor == "postgresql"  # which alone plans for the values it has
        self._planned = [each.name for each in slots if is_planned and each.planned]
        self._compiler.connection = None  # which belongs to this thread

    def rows(self, **values: Any) -> list[Row]:
        """Run it with these values in its slots. Raises ``KeyError`` without one."""
        try:
            return self._ask(values)
        except NotSupportedError:  # a plan from before a migration of its columns
            if connections[self._using].in_atomic_block:
                raise
            connections[self._using].close()
            return self._ask(values)

    def _ask(self, values: Mapping[str, Any]) -> list[Row]:
        query: Any = copy(self._query)
        compiler: Any = copy(self._compiler)
        compiler.connection = connections[self._using]
        written = self._written(values, compiler.connection)
        compiler.as_sql = lambda: written
        query.get_compiler = lambda using: compiler
        with plans_kept(compiler.connection):
            return list(QuerySet(self._model, query, self._using))

    def _written(
        self, values: Mapping[str, Any], connection: Any
    ) -> tuple[str, Params]:
        sql = self._sql
        params = {
            name: each.filled(values, connection) if isinstance(each, Slot) else each
            for name, each in self._params.items()
        }
        for name in self._planned:
            sql = sql.replace(f"%({name})s", str(int(params[name])))
        return sql, params
