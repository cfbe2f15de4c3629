"""The peer in NiceGUI: one page whose elements live in the server."""
# pyright: reportMissingImports=false
# (installed for the benchmark only, beside the project)

from typing import Any

from fastapi import FastAPI
from nicegui import ui
from starlette.requests import Request

from tests.benchmarks.peers import queries

application = FastAPI()
engine = queries.connect()
LABELS = ("name", "sku", "category", "stock_on_hand", "reorder_level", "price")


class Inventory:
    """What one tab shows."""

    def __init__(self, key: str) -> None:
        self.key, self.search, self.rows = key, "", []
        self.total = self.edits = 0

    def build(self) -> None:
        """Lay the page out."""
        self.box = ui.input("Search").on("bench_search", self.on_search)
        columns = [{"name": n, "label": n.title(), "field": n} for n in LABELS]
        self.table = ui.table(columns=columns, rows=[], row_key="id")
        self.range = ui.label()
        ui.button("Next", on_click=self.on_next)
        ui.button("Edit", on_click=self.on_edit)
        self.price = ui.input("Price")
        ui.button("Save").on("bench_save", self.on_save)
        self.show(None)

    def show(self, after: tuple[str, int] | None, connection: Any = None) -> None:
        """Read the rows, and put them into the table."""
        if connection is None:
            with engine.connect() as opened:
                self.show(after, opened)
            return
        self.owner(connection)
        self.rows, self.total = queries.read_page(connection, self.search, after)
        self.table.rows[:] = self.rows
        self.table.update()
        self.range.set_text(f"{len(self.rows)} of {self.total}")

    def owner(self, connection: Any) -> int:
        """Give who is signed in, or refuse."""
        if (owner := queries.user_of(connection, self.key)) is None:
            raise PermissionError
        return owner

    def on_search(self, event: Any) -> None:
        """Search."""
        self.search = event.args
        self.show(None)

    def on_next(self) -> None:
        """Turn the page."""
        last = self.rows[-1] if self.rows else None
        self.show((last["name"], last["id"]) if last else None)

    def on_edit(self) -> None:
        """Fill the form with the first row."""
        with engine.connect() as connection:
            self.owner(connection)
        self.edits += 1  # NiceGUI sends no value that is there already
        self.price.set_value(f"{self.edits}: {self.rows[0]['price']}")

    def on_save(self, event: Any) -> None:
        """Save what the form holds, and show the list again."""
        with engine.begin() as connection:
            owner = self.owner(connection)
            queries.save_price(connection, owner, self.rows[0], event.args)
            self.show(None, connection)


@ui.page("/")
def inventory(request: Request) -> None:
    """Open the page for whoever is signed in."""
    Inventory(request.cookies.get("sessionid", "")).build()


ui.run_with(application)
