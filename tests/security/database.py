"""Looks at the running app's database from outside, and puts rows into it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.security.server import Server

IGNORED = ("django_session", "sqlite_sequence")
UNIQUE = count(1)

type Contents = dict[tuple[str, Any], tuple[Any, ...]]


def query(server: Server, sql: str, *parameters: Any) -> list[sqlite3.Row]:
    """Run one statement and commit it."""
    with closing(sqlite3.connect(server.database, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        with connection:
            return connection.execute(sql, parameters).fetchall()


def contents(server: Server) -> Contents:
    """Read every row of every table, but for sessions and the last sign-ins."""
    found: Contents = {}
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    with closing(sqlite3.connect(server.database, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        for (table,) in connection.execute(tables).fetchall():
            if table in IGNORED:
                continue
            for number, row in enumerate(connection.execute(f"SELECT * FROM {table}")):
                values = {k: row[k] for k in row.keys() if k != "last_login"}  # noqa: SIM118
                found[table, values.get("id", number)] = tuple(values.items())
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
