"""Watch or refuse the queries of events, in whatever thread they run."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
SECRET = "could not connect to 10.0.0.5 as stock_writer"


@contextmanager
def around_queries(wrapper: Callable[..., Any]) -> Iterator[None]:
    """Do what ``connection.execute_wrapper`` does, but on every thread."""
    plain = CursorWrapper._execute_with_wrappers  # pyright: ignore[reportAttributeAccessIssue]

    def execute(self: Any, sql: str, params: Any, many: bool, executor: Any) -> Any:
        return plain(self, sql, params, many, partial(wrapper, executor))

    with patch.object(CursorWrapper, "_execute_with_wrappers", execute):
        yield


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Give the statements that read or write meanwhile.

    What begins and ends a transaction inside another asks the database for nothing.
    """
    statements: list[str] = []

    def note(execute: Any, sql: str, *args: Any) -> Any:
        if not sql.startswith(TRANSACTIONS):
            statements.append(sql)
        return execute(sql, *args)

    with around_queries(note):
        yield statements


@contextmanager
def database_away(*, for_table: str = "") -> Iterator[None]:
    """Refuse every query meanwhile, or every one that names the table."""

    def refuse(execute: Any, sql: str, *args: Any) -> Any:
        if for_table in sql:
            raise OperationalError(SECRET)
        return execute(sql, *args)

    with around_queries(refuse):
        yield


@contextmanager
def deleted_at_the_last_moment(rows: QuerySet) -> Iterator[None]:
    """Have somebody else delete the rows when a save has done all but write.

    In SQLite nobody else can write any more once the transaction has begun.
    """
    moment = "BEGIN" if connection.vendor == "sqlite" else "UPDATE"

    def delete() -> None:
        rows._raw_delete(using=rows.db)
        connection.close()

    def before_the_write(execute: Any, sql: str, *args: Any) -> Any:
        if sql.startswith(moment):
            with ThreadPoolExecutor(1) as somebody_else:
                somebody_else.submit(delete).result()
        return execute(sql, *args)

    with around_queries(before_the_write):
        yield
