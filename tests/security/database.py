"""Looks at the running app's database from outside, and puts rows into it."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests import databases
from tests.security.server import Server

# Sessions come and go with every request.
IGNORED = ("inventory_session", "sqlite_sequence")
TRIGRAMS = ("inventory_search", "inventory_span")  # what triggers make of products
UNIQUE = count(1)

type Contents = dict[tuple[str, Any], tuple[Any, ...]]


def query(server: Server, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    """Run one statement, with ``?`` for each parameter; commit it and give its rows."""
    return databases.query(server.database_url, sql, *parameters)


def contents(server: Server) -> Contents:
    """Read every row of every table, but for sessions and the last sign-ins."""
    found: Contents = {}
    tables = (
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        if databases.is_postgresql(server.database_url)
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    for table in query(server, tables):
        if table["name"] in IGNORED or table["name"].startswith(TRIGRAMS):
            continue
        for number, row in enumerate(query(server, f"SELECT * FROM {table['name']}")):
            values = {name: row[name] for name in row if name != "last_login"}
            found[table["name"], values.get("id", number)] = tuple(values.items())
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
