"""The same queries for peers that are not Django: SQLAlchemy, tuned by hand.

The session and its user are one query here, of a table that the benchmark fills.
"""
# pyright: reportMissingImports=false
# (installed for the benchmark only, beside the project)

import os
from typing import Any

from sqlalchemy import Engine, create_engine, text

COLUMNS = (
    "id, name, sku, price, category, is_active, stock_on_hand, reorder_level, version"
)
MINE = "owner_id = :owner AND deleted_at IS NULL"
USER = """SELECT u.id FROM bench_session s JOIN auth_user u ON u.id = s.user_id
          WHERE s.key = :key AND u.is_active"""
MOST = 1000  # more are not counted
UPDATE = """UPDATE inventory_product SET price = :price, version = version + 1
            WHERE id = :id AND owner_id = :owner AND version = :version"""
LIKE = "AND (name LIKE :like OR sku LIKE :like OR category LIKE :like)"


def connect() -> Engine:
    """Give the engine for the database that the environment names."""
    url = os.environ["DATABASE_URL"].replace("postgres:", "postgresql+psycopg:")
    return create_engine(url, pool_size=16)


def user_of(connection: Any, key: str) -> int | None:
    """Give who is signed in with this session."""
    return connection.execute(text(USER), {"key": key}).scalar()


def read_page(
    connection: Any, owner: int, search: str, after: tuple[str, int] | None
) -> tuple[list[dict[str, Any]], int]:
    """Read the page behind a row, and how many there are, as far as one counts."""
    values: dict[str, Any] = {"owner": owner, "like": f"%{search}%"}
    found = f"{MINE} {LIKE.replace('LIKE', _like(connection)) if search else ''}"
    counted = f"SELECT 1 FROM inventory_product WHERE {found} LIMIT {MOST + 1}"
    total = connection.execute(text(f"SELECT count(*) FROM ({counted}) AS c"), values)
    behind = ""
    if after:
        behind = "AND (name, id) > (:name, :id)"
        values |= {"name": after[0], "id": after[1]}
    sql = f"""SELECT {COLUMNS} FROM inventory_product WHERE {found} {behind}
              ORDER BY name, id LIMIT 10"""
    rows = connection.execute(text(sql), values).mappings()
    return [as_row(row) for row in rows], total.scalar_one()


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
    }


def _like(connection: Any) -> str:
    return "ILIKE" if connection.dialect.name == "postgresql" else "LIKE"
