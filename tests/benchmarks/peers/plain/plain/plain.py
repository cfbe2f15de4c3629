"""The peer in plain Reflex, which reads with SQLAlchemy."""

from http.cookies import SimpleCookie
from typing import Any

import reflex as rx
from reflex_base.environment import environment

from tests.benchmarks.peers import queries

environment.REFLEX_SKIP_COMPILE.set(True)
engine = queries.connect()


class Inventory(rx.State):
    """What one tab shows."""

    products: list[dict[str, Any]] = []
    total: int = 0
    search_query: str = ""
    form_open: bool = False
    form: dict[str, Any] = {}

    def _owner(self, connection: Any) -> int:
        cookies = SimpleCookie(self.router.headers.cookie)
        key = cookies["sessionid"].value if "sessionid" in cookies else ""
        if (owner := queries.user_of(connection, key)) is None:
            raise PermissionError
        return owner

    def _show(self, connection: Any, after: tuple[str, int] | None = None) -> None:
        self._owner(connection)
        self.products, self.total = queries.read_page(
            connection, self.search_query, after
        )

    @rx.event
    def load(self):
        """Show the first page."""
        with engine.connect() as connection:
            self._show(connection)

    @rx.event
    def search(self, text: str):
        """Search."""
        self.search_query = text
        with engine.connect() as connection:
            self._show(connection)

    @rx.event
    def next_page(self):
        """Turn the page."""
        last = self.products[-1] if self.products else None
        with engine.connect() as connection:
            self._show(connection, (last["name"], last["id"]) if last else None)

    @rx.event
    def edit(self):
        """Fill the form with the first row."""
        with engine.connect() as connection:
            self._owner(connection)
        self.form, self.form_open = self.products[0], True

    @rx.event
    def save(self, price: str):
        """Save what the form holds, and show the list again."""
        with engine.begin() as connection:
            owner = self._owner(connection)
            queries.save_price(connection, owner, self.form, price)
            self._show(connection)
        self.form_open = False


def index() -> rx.Component:
    """Show the rows, and what can be done with them."""
    return rx.vstack(
        rx.input(on_change=Inventory.search.debounce(300)),
        rx.foreach(Inventory.products, lambda row: rx.text(row["name"])),
        rx.text(Inventory.total),
        rx.button("Next", on_click=Inventory.next_page),
        rx.button("Edit", on_click=Inventory.edit),
        rx.button("Save", on_click=Inventory.save("1.00")),
    )


app = rx.App()
app.add_page(index, route="/", on_load=Inventory.load)
