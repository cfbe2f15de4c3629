"""What a random walk stands on: tabs of the running app, each beside its model."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from django.contrib.auth.models import User
from hypothesis.stateful import RuleBasedStateMachine, invariant

from frontend import routes
from frontend.states.inventory import InventoryState
from inventory import rate_limits
from inventory.models import Product
from inventory.sessions import Session
from tests.frontend.running_app import Connect
from tests.security.plain_stock import Row, Stock, Tab
from tests.security.record import RECORD

BROWSERS = ("one", "one", "other")  # of each tab: the first two share their cookies
MISSING = 10**9  # an id that no row has


class Walker(RuleBasedStateMachine):
    """Three tabs that nobody has signed in to, and what they have to show."""

    def __init__(
        self, runner: asyncio.Runner, connect: Connect, users: list[User]
    ) -> None:
        super().__init__()
        self.runner, self.users = runner, users
        self.steps = -1  # the invariant is looked at once before the first step
        Product.objects.all()._raw_delete("default")
        Session.objects.all()._raw_delete("default")
        self.stocks: list[Stock] = [{} for _ in users]
        self.models = [Tab(browser) for browser in BROWSERS]
        self.person_in: dict[str, int | None] = dict.fromkeys(BROWSERS)
        self.clients = [self.run(connect(None, routes.HOME)) for _ in BROWSERS]

    def run(self, awaitable: Coroutine[Any, Any, Any]) -> Any:
        """Do something on the event loop that the walk stops in between."""
        return self.runner.run(awaitable)

    @invariant()
    def everything_agrees(self) -> None:
        self.steps += 1
        stored: list[Stock] = [{} for _ in self.users]
        there = Product.objects.filter(deleted_at=None)
        for product in there.values("id", "owner_id", *Row._fields):
            person = [user.pk for user in self.users].index(product.pop("owner_id"))
            row_id, price = product.pop("id"), f"{product.pop('price'):.2f}"
            stored[person][row_id] = Row(**product, price=price)
        assert stored == self.stocks
        for client, model in zip(self.clients, self.models, strict=True):
            expected = model.shown.everything()
            page = client.page(InventoryState)
            assert {name: getattr(page, name) for name in expected} == expected

    def teardown(self) -> None:
        """Close the tabs, and count what was done."""
        for client in self.clients:
            self.run(client.close())
        RECORD.steps += self.steps

    def send(self, tab: int, handler: Any, *arguments: Any) -> bool:
        """Send an event, and tell whether it was served."""
        rate_limits.events.reset()
        self.run(self.clients[tab].send(handler, *arguments))
        return self.admitted(tab)

    def admitted(self, tab: int) -> bool:
        """Follow the way to the sign-in page, if that is what the answer was."""
        admitted = self.models[tab].admits()
        leads_to = set(self.clients[tab].redirects)  # each event of a page leads there
        assert len(leads_to) == (0 if admitted else 1)
        for address in leads_to:
            assert address.startswith(f"{routes.SIGN_IN}?next=")
            self.run(self.clients[tab].navigate(routes.SIGN_IN))
        return admitted

    def load(self, tab: int) -> None:
        self.models[tab].load(self.stock(tab))

    def stock(self, tab: int) -> Stock:
        """Give the rows of the tab's own user."""
        person = self.models[tab].person
        return {} if person is None else self.stocks[person]

    def any_id(self, pick: int, stock: Stock) -> int:
        """Pick one of these rows mostly, else another's, or one that is not there."""
        others = set().union(*self.stocks) - set(stock)
        ids = [*sorted(stock), *sorted(others)[:2], MISSING]
        return ids[pick % len(ids)]

    def new_id(self) -> int:
        """Find the row that the model does not know yet."""
        there = Product.objects.filter(deleted_at=None)
        stored = set(there.values_list("pk", flat=True))
        (new,) = stored.difference(*self.stocks)
        return new
