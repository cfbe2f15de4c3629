"""Puts rows under a running app, as if they had been there before."""

from datetime import UTC, datetime
from typing import Any

from tests import databases


class Database:
    """The server's database, opened anew for each statement.

    Plain SQL: Django's ORM refuses to work beside Playwright's event loop, and
    nothing that is written here is announced to live pages.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def run(self, statement: str, *values: Any) -> list[tuple]:
        """Execute one statement, commit it, and give its rows."""
        rows = databases.query(self._url, statement, *values)
        return [tuple(row.values()) for row in rows]

    def stock(self, owner: str, *names: str, **columns: Any) -> None:
        """Put products into somebody's inventory."""
        for name in names:
            row = _product(name, category="", owner_id=self._user(owner))
            self._insert("inventory_product", {**row, **columns})

    def shelf(self, *names: str, **columns: Any) -> None:
        """Put products on the shop's shelf."""
        for name in names:
            self._insert("shop_product", {**_product(name, description=""), **columns})

    def tasks(self, owner: str, *titles: str, **columns: Any) -> None:
        """Put tasks on somebody's list."""
        for title in titles:
            row = {"title": title, "done": False, "owner_id": self._user(owner)}
            self._insert("shop_task", {**row, "created_at": _now(), **columns})

    def forget(self, owner: str) -> None:
        """Take away everything that somebody owns."""
        for table in ("inventory_product", "shop_task"):
            self.run(f"DELETE FROM {table} WHERE owner_id = ?", self._user(owner))

    def one(self, statement: str, *values: Any) -> Any:
        """Give the one value that a query asks for; ``None`` if it finds no row."""
        found = self.run(statement, *values)
        return found[0][0] if found else None

    def _user(self, username: str) -> int:
        return self.one("SELECT id FROM auth_user WHERE username = ?", username)

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        places = ", ".join("?" * len(row))
        statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})"
        self.run(statement, *row.values())


def _product(name: str, **columns: Any) -> dict[str, Any]:
    sku = name.upper().replace(" ", "-")[:64]
    row = {"name": name, "sku": sku, "price": "9.50", "is_active": True, "version": 1}
    return {**row, "created_at": _now(), **columns}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
