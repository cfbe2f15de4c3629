"""Writes what ``csv_plan.plan_import`` has planned: all of it, or nothing.

    plan = plan_import(user, data)        # reads only, for a preview
    if not plan.refused:
        apply_import(plan)                # one transaction, in bulk

From async code, await each through ``sync_to_async``. SQLite lets one writer in at a
time. So the values are made ready before the transaction begins, and go out in plain
SQL: within the lock, ``bulk_create`` would spend most of its time on making them.
PostgreSQL's triggers run once for each statement. So a chunk is one: the bounds of the
search (spans.py), which each row of a sorted file widens, are written once for it.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import batched, chain
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Field

from inventory import trigrams
from inventory.csv_plan import (
    CHUNK,
    IMPORTED,
    Change,
    ImportPlan,
    Progress,
    tell_nobody,
)
from inventory.models import Product
from inventory.signals import products_changed

type Values = tuple[Any, ...]  # one row, as the database takes it

TABLE = Product._meta
ADDED = [
    each
    for each in TABLE.concrete_fields
    if not each.primary_key and not each.generated
]
TRIES = 3  # all or nothing each time, and of the versions that were planned with
VERY_MANY = 10_000  # rows, after which the search is worth being tidied up
KNOWN = [TABLE.pk, TABLE.get_field("version")]  # by which a row is met
WRITTEN = [each for each in TABLE.concrete_fields if each.name in IMPORTED]


class ImportRefusedError(ValueError):
    """The plan holds refused lines: nothing is imported."""


class ImportOutdatedError(RuntimeError):
    """The stock has changed since the plan was made: nothing was imported."""

    def __init__(self) -> None:
        super().__init__("Your products changed meanwhile. Check the file again.")


def apply_import(plan: ImportPlan, progress: Progress = tell_nobody) -> None:
    """Create and change products; their versions rise.

    Raises ``ImportRefusedError`` if a line was refused, and ``ImportOutdatedError``
    if one of the products was changed, deleted or created since the plan was made.
    """
    if plan.refused:
        raise ImportRefusedError("Correct the refused lines first.")
    new = [_values(product, ADDED) for product in plan.created]
    changed = [
        (*_values(product, WRITTEN), product.pk, product.version)
        for product, _ in plan.changed
    ]
    for tries_left in reversed(range(TRIES)):
        try:
            _write(new, changed, plan.changed, progress)
            break
        except IntegrityError as error:
            raise ImportOutdatedError from error
        except OperationalError as error:
            if not tries_left or not _is_deadlock(error):
                raise
    if len(new) + len(changed) >= VERY_MANY:
        with suppress(OperationalError):  # somebody else writes: it need not be now
            trigrams.tidy()


@transaction.atomic
def _write(
    new: Sequence[Values],
    changed: Sequence[Values],
    changes: Sequence[Change],
    progress: Progress,
) -> None:
    total, done = len(new) + len(changed), 0
    for rows in batched(new, CHUNK):
        _insert(rows)
        progress(done := done + len(rows), total)
    chunks = zip(batched(changed, CHUNK), batched(changes, CHUNK), strict=True)
    for rows, their_changes in chunks:
        _overwrite(rows)
        _tell_other_apps(their_changes)
        progress(done := done + len(rows), total)


def _is_deadlock(error: OperationalError) -> bool:
    """Tell whether PostgreSQL ended this for another's save that waited in turn."""
    return getattr(error.__cause__, "sqlstate", "") == "40P01"


def _values(product: Product, fields: Iterable[Field]) -> Values:
    return tuple(
        field.get_db_prep_save(field.pre_save(product, add=True), connection)
        for field in fields
    )


def _insert(rows: Sequence[Values]) -> None:
    columns, marks = ", ".join(map(_name, ADDED)), ", ".join(["%s"] * len(ADDED))
    _execute(f"INSERT INTO {{table}} ({columns}) VALUES {{rows}}", rows, marks)


def _overwrite(rows: Sequence[Values]) -> None:
    """Write over the versions that were planned with, or over nothing at all."""
    fields = [*WRITTEN, *KNOWN]
    marks = ", ".join(f"CAST(%s AS {each.db_type(connection)})" for each in fields)
    *given, pk, version = (
        f"{_name(field)} = written.column{number}"  # as both databases name it
        for number, field in enumerate(fields, 1)
    )
    written = _execute(
        f"UPDATE {{table}} SET {', '.join(given)}, version = version + 1"
        " FROM (VALUES {rows}) AS written"
        f" WHERE {pk} AND {version} AND deleted_at IS NULL",
        rows,
        marks,
    )
    if written != len(rows):
        raise ImportOutdatedError


def _name(field: Field) -> str:
    return connection.ops.quote_name(str(field.column))


def _execute(sql: str, rows: Sequence[Values], marks: str) -> int:
    """Run a statement once for all rows, and say how many it met."""
    table = connection.ops.quote_name(TABLE.db_table)
    all_marks = ", ".join([f"({marks})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.format(table=table, rows=all_marks), [*chain.from_iterable(rows)]
        )
        return cursor.rowcount


def _tell_other_apps(changes: Sequence[Change]) -> None:
    shown = [each.product.pk for each in changes if each.fields & {"name", "price"}]
    if shown:
        changed = Product.objects.filter(pk__in=shown)
        products_changed.send(Product, products=changed)
