"""Random walks through the inventory: whatever is done, every tab shows the model."""

import asyncio

from django.contrib.auth.models import User
from hypothesis import strategies as st
from hypothesis.stateful import rule

from frontend import routes
from frontend.states.inventory import InventoryState
from inventory.models import Product
from tests.frontend.running_app import Connect
from tests.security.plain_stock import EMPTY_FORM, Row
from tests.security.walk_inputs import (
    FIRST_ROWS,
    people,
    picks,
    rows,
    searches,
    tabs,
    texts,
    typed_rows,
)
from tests.security.walker import BROWSERS, Walker


class Walk(Walker):
    """One walk of two people, who start with a page and a bit of stock each."""

    def __init__(
        self, runner: asyncio.Runner, connect: Connect, users: list[User]
    ) -> None:
        super().__init__(runner, connect, users)
        for person in range(len(users)):
            self.rows_are_added(person, FIRST_ROWS)
        for tab, person in ((0, 0), (2, 1)):
            self.sign_in_or_out(tab, person)
        self.go_away_and_come_back(1, in_the_app=False)

    # Load, search and paging

    @rule(tab=tabs, text=searches)
    def search(self, tab: int, text: str) -> None:
        if self.send(tab, InventoryState.set_search_query, text):
            model = self.models[tab]
            if model.shown.search_query != text:
                model.shown.search_query = text
                model.show_page()
                self.load(tab)

    @rule(tab=tabs, forward=st.booleans())
    def turn_the_page(self, tab: int, forward: bool) -> None:
        handler = InventoryState.next_page if forward else InventoryState.prev_page
        if self.send(tab, handler) and self.models[tab].turn(forward=forward):
            self.load(tab)

    @rule(tab=tabs, in_the_app=st.booleans())
    def go_away_and_come_back(self, tab: int, in_the_app: bool) -> None:
        if in_the_app:
            self.run(self.clients[tab].navigate(routes.HOME))
            self.run(self.clients[tab].navigate(routes.INVENTORY))
        else:
            self.run(self.clients[tab].open(routes.INVENTORY))
            self.models[tab].person = self.person_in[BROWSERS[tab]]
        if self.admitted(tab):
            self.models[tab].shown.search_query = ""
            self.models[tab].show_page()
            self.load(tab)

    # Form, save and delete

    @rule(tab=tabs, pick=st.none() | picks)
    def open_a_form(self, tab: int, pick: int | None) -> None:
        if pick is None:
            if self.send(tab, InventoryState.start_creating):
                self.models[tab].open_form()
            return
        row_id = self.any_id(pick, self.stock(tab))
        if self.send(tab, InventoryState.start_editing, row_id):
            if row := self.stock(tab).get(row_id):
                self.models[tab].open_form(row_id, row)
            else:
                self.load(tab)

    @rule(tab=tabs)
    def close_the_form(self, tab: int) -> None:
        if self.send(tab, InventoryState.reset_form):
            self.models[tab].close_form()

    @rule(tab=tabs, typed=typed_rows)
    def save(self, tab: int, typed: Row) -> None:
        form = {name: getattr(typed, name, "") for name in EMPTY_FORM}
        form |= {"is_active": "on"} if typed.is_active else {}
        if not self.send(tab, InventoryState.save_product, form):
            return
        model, stock = self.models[tab], self.stock(tab)
        row_id = model.shown.editing_id
        if model.shown.form_open and (row := model.save(stock, typed)):
            stock[row_id or self.new_id()] = row
            model.close_form()
            self.load(tab)

    @rule(tab=tabs, pick=st.none() | picks, typed=rows)
    def open_and_save(self, tab: int, pick: int | None, typed: Row) -> None:
        self.open_a_form(tab, pick)
        self.save(tab, typed)

    @rule(tab=tabs, pick=picks)
    def delete(self, tab: int, pick: int) -> None:
        row_id = self.any_id(pick, self.stock(tab))
        if self.send(tab, InventoryState.delete_product, row_id):
            self.stock(tab).pop(row_id, None)
            self.load(tab)

    # Signing in and out, each browser for itself

    @rule(tab=tabs, person=people | people | st.none())
    def sign_in_or_out(self, tab: int, person: int | None) -> None:
        self.run(self.clients[tab].sign_out())
        self.person_in[BROWSERS[tab]] = person
        for model, browser in zip(self.models, BROWSERS, strict=True):
            if browser == BROWSERS[tab]:
                model.person = None
        if person is not None:
            self.run(self.clients[tab].sign_in(self.users[person]))
            for client, browser in zip(self.clients, BROWSERS, strict=True):
                if browser == BROWSERS[tab]:
                    client.session_key = self.clients[tab].session_key
            self.go_away_and_come_back(tab, in_the_app=False)

    # Behind the app's back

    @rule(person=people, new=st.lists(rows, max_size=15, unique_by=lambda r: r.sku))
    def rows_are_added(self, person: int, new: list[Row]) -> None:
        taken = {row.sku for row in self.stocks[person].values()}
        added = [row for row in new if row.sku not in taken]
        products = [Product(owner=self.users[person], **r._asdict()) for r in added]
        for product in Product.objects.bulk_create(products):
            self.stocks[person][product.pk] = added.pop(0)

    @rule(person=people, pick=picks, name=texts | st.none())
    def row_changes_or_goes(self, person: int, pick: int, name: str | None) -> None:
        stock = self.stocks[person]
        row_id = self.any_id(pick, stock)
        if row_id in stock and name:
            row = stock[row_id]
            stock[row_id] = row._replace(name=name, version=row.version + 1)
            changed = {"name": name, "version": row.version + 1}
            Product.objects.filter(pk=row_id).update(**changed)
        elif stock.pop(row_id, None):
            Product.objects.filter(pk=row_id).delete()
