"""Looks at the running app's database from outside, and puts rows into it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.rows import dict_row

from tests.security.server import Server, is_postgresql

# Sessions come and go with every request.
IGNORED = ("django_session", "sqlite_sequence")
UNIQUE = count(1)

type Contents = dict[tuple[str, Any], tuple[Any, ...]]


def new_database(folder: Path, given: str) -> str:
    """Make a database beside the given one; without one, in a file."""
    if not given:
        return f"sqlite:///{folder / 'security.sqlite3'}"
    name = f"security_{uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{given.rpartition('/')[0]}/{name}"


@contextmanager
def connection_to(server: Server) -> Iterator[Any]:
    """Give a connection of its own, whose one transaction ends with the block."""
    if is_postgresql(server.database_url):
        with psycopg.connect(server.database_url, row_factory=dict_row) as connection:
            yield connection
        return
    path = server.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        connection.row_factory = sqlite3.Row
        yield connection


def query(server: Server, sql: str, *parameters: Any) -> list[Any]:
    """Run one statement, with ``?`` for each parameter, and commit it."""
    with connection_to(server) as connection:
        if is_postgresql(server.database_url):
            sql = sql.replace("?", "%s")
        cursor = connection.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def contents(server: Server) -> Contents:
    """Read every row of every table, but for sessions and the last sign-ins."""
    found: Contents = {}
    tables = (
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        if is_postgresql(server.database_url)
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    with connection_to(server) as connection:
        for table in connection.execute(tables).fetchall():
            if table["name"] in IGNORED:
                continue
            rows = connection.execute(f"SELECT * FROM {table['name']}")
            for number, row in enumerate(rows):
                values = {k: row[k] for k in row.keys() if k != "last_login"}  # noqa: SIM118
                key = table["name"], values.get("id", number)
                found[key] = tuple(values.items())
    return found


def changed(before: Contents, after: Contents) -> dict[tuple[str, Any], dict]:
    """Give the rows that are new, gone or different, as they were or are."""
    keys = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
    return {key: dict(after.get(key) or before[key]) for key in keys}


def id_of(server: Server, username: str) -> int:
    """Give somebody's primary key."""
    sql = "SELECT id FROM auth_user WHERE username = ?"
    return query(server, sql, username)[0]["id"]


def add_row(server: Server, table: str, username: str) -> int:
    """Put a row of somebody's into a table, and give its key."""
    number, now = next(UNIQUE), datetime.now(UTC).isoformat(" ")
    values: dict[str, Any] = {"created_at": now}
    if table == "shop_task":
        values |= {"title": f"Attacked task {number}", "done": False}
    else:
        values |= {"name": f"Attacked {number}", "sku": f"ATT-{number}"}
        values |= {"price": "1.50", "is_active": True, "version": 1}
        values |= {"inventory_product": {"category": ""}}.get(
            table, {"description": ""}
        )
    if table != "shop_product":
        values["owner_id"] = id_of(server, username)
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id"
    return query(server, sql, *values.values())[0]["id"]
