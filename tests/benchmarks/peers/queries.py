"""The same queries for peers that are not Django, by SQLAlchemy.

What reads the list is the app's own SQL (statements.py). The session and its user are
one query here, of a table that the benchmark fills.
"""
# pyright: reportMissingImports=false
# (installed for the benchmark only, beside the project)

import json
import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

USER = """SELECT u.id FROM bench_session s JOIN auth_user u ON u.id = s.user_id
          WHERE s.key = :key AND u.is_active"""
UPDATE = """UPDATE inventory_product SET price = :price, version = version + 1
            WHERE id = :id AND owner_id = :owner AND version = :version"""
TEXT, NAME, KEY = "zqtextqz", "zqnameqz", 987_654_321  # as statements.py has them
STATEMENTS = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())


def connect() -> Engine:
    """Give the engine for the database that the environment names."""
    url = os.environ["DATABASE_URL"].replace("postgres:", "postgresql+psycopg:")
    return create_engine(url, pool_size=16)


def user_of(connection: Any, key: str) -> int | None:
    """Give who is signed in with this session."""
    return connection.execute(text(USER), {"key": key}).scalar()


def read_page(
    connection: Any, search: str, after: tuple[str, int] | None
) -> tuple[list[dict[str, Any]], int]:
    """Read the page behind a row, or the first, and how many rows there are."""
    name, key = after or ("", 0)
    marks: dict[Any, Any] = {TEXT: search, NAME: name, KEY: key}
    results = []
    for sql, values in STATEMENTS["search" if search else "next" if after else "first"]:
        if connection.dialect.name == "sqlite":
            sql %= {name: f":{name}" for name in values}
        filled = {name: _filled(value, marks) for name, value in values.items()}
        results.append(connection.exec_driver_sql(sql, filled))
    rows = results[-1].mappings().all()
    total = rows[0].get("total", 0) if rows else 0
    if len(results) > 1:
        total = results[0].scalar_one()
    return [as_row(row) for row in rows[:10]], total


def _filled(value: Any, marks: dict[Any, Any]) -> Any:
    if isinstance(value, str):
        return value.replace(TEXT, marks[TEXT]).replace(NAME, marks[NAME])
    return marks[KEY] if value == KEY else value


def save_price(connection: Any, owner: int, row: dict[str, Any], price: str) -> bool:
    """Save a row, unless somebody else did meanwhile."""
    values = {name: row[name] for name in ("id", "version")}
    done = connection.execute(text(UPDATE), values | {"owner": owner, "price": price})
    return done.rowcount == 1


def as_row(row: Any) -> dict[str, Any]:
    """Give what the page shows, as texts."""
    level = row["reorder_level"]
    low = bool(row["is_active"]) and level is not None and row["stock_on_hand"] <= level
    return {
        **{name: row[name] for name in ("id", "name", "sku", "category", "version")},
        "price": f"{float(row['price']):,.2f} €",
        "is_active": bool(row["is_active"]),
        "stock_on_hand": f"{row['stock_on_hand']:,}",
        "reorder_level": "" if level is None else f"{level:,}",
        "is_low": low,
        "is_for_sale": bool(row.get("is_for_sale")),
    }
