"""Databases as tests look at them from outside: SQLite and PostgreSQL alike."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import environ
import psycopg
from psycopg.rows import dict_row


def is_postgresql(url: str) -> bool:
    """Tell what kind of database an address names."""
    return "postgresql" in environ.Env.db_url_config(url)["ENGINE"]


def new_database(folder: Path, given: str) -> str:
    """Make a database beside the given one; without one, in a file. Gives its URL."""
    if not given:
        return f"sqlite:///{folder / 'test.sqlite3'}"
    name = f"test_{uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{given.rpartition('/')[0]}/{name}"


@contextmanager
def connection_to(url: str) -> Iterator[Any]:
    """Give a connection of its own, whose one transaction ends with the block."""
    if is_postgresql(url):
        with psycopg.connect(url, row_factory=dict_row) as connection:
            yield connection
        return
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        connection.row_factory = sqlite3.Row
        yield connection


def query(url: str, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    """Run one statement, with ``?`` for each parameter; commit it and give its rows."""
    with connection_to(url) as connection:
        if is_postgresql(url):
            sql = sql.replace("%", "%%").replace("?", "%s")
        cursor = connection.execute(sql, parameters)
        return list(map(dict, cursor.fetchall())) if cursor.description else []
