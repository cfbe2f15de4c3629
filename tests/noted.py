"""Notes what this thread asks its database for, with the values it was asked with."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.db import connection

type Statements = list[tuple[str, Any]]


@contextmanager
def noted_statements() -> Iterator[Statements]:
    """Give the statements that run meanwhile."""
    asked: Statements = []

    def note(execute: Any, sql: str, params: Any, *args: Any) -> Any:
        asked.append((sql, copy(params)))
        return execute(sql, params, *args)

    with connection.execute_wrapper(note):
        yield asked
