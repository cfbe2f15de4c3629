"""How many queries moving stock costs, and that a large selection costs no more.

As in ``test_query_budgets.py``: every event reads the session with its user, and what
was changed is listed again in one statement. A movement reads the product, locks its
balance, and writes both.
"""

from unittest.mock import Mock

import pytest
from asgiref.sync import sync_to_async
from reflex_django.live import signals

from frontend import routes
from frontend.states.publishing import PublishState
from frontend.states.selection import SelectionState
from frontend.states.stock import StockState
from tests.factories import InventoryProductFactory, product_in_stock
from tests.frontend.queries import counted_queries
from tests.frontend.rows import add, add_many, allow

pytestmark = pytest.mark.django_db(transaction=True)

RECEIVE = {"kind": "receive", "quantity": "1", "reason": "", "form_key": "1"}
ONE_PRODUCT = [
    (6, StockState.receive_one, 1),
    (6, StockState.issue_one, 1),
    (5, StockState.open_panel, 1),
    (5, StockState.next_page),
    (5, StockState.prev_page),
    (11, StockState.record, RECEIVE),
    (1, StockState.close_panel),
    (6, StockState.add_restock_task, 1),
    (3, StockState.add_restock_task, 1),
    (2, PublishState.load_rights),
    (8, PublishState.publish, 1),
    (5, PublishState.unpublish, 1),
]
SELECTION = [
    (1, SelectionState.toggle_page),
    (1, SelectionState.toggle, 1),
    (1, SelectionState.clear),
    (2, SelectionState.select_matching),
    *(
        event
        for budget, action in (
            (3, "deactivate"),
            (3, "activate"),
            (4, "category"),
            (8, "publish"),
            (8, "unpublish"),  # deleted by the hundred, to announce each
            (4, "delete"),
        )
        for event in (
            (3, SelectionState.ask, action),
            (budget, SelectionState.confirm, {"action": action, "new_category": "New"}),
        )
    ),
    (5, SelectionState.undo_delete),
    (1, SelectionState.dismiss_undo),
    (1, SelectionState.cancel),
]


@pytest.fixture
async def client(connect, user, monkeypatch):
    """The tab of somebody with many products, who may change the shelf."""
    monkeypatch.setattr(signals, "live_broadcaster", Mock())
    await allow(user, "add", "change", "delete")
    await sync_to_async(product_in_stock)(3, pk=1, owner=user, name="A first one")
    return await connect(user, routes.INVENTORY)


async def over_budget(client, events):
    found = []
    for budget, handler, *arguments in events:
        with counted_queries() as queries:
            await client.send(handler, *arguments)
        assert "error" not in dict(client.toasts), handler
        if not 0 < len(queries) <= budget:
            found.append(
                (handler.fn.__qualname__, arguments, budget, len(queries), queries)
            )
    return found


async def test_one_product_stays_within_its_budget(client):
    assert await over_budget(client, ONE_PRODUCT) == []


@pytest.mark.parametrize("products", [1, 300])
async def test_selection_stays_within_its_budget(client, user, products):
    await add_many(InventoryProductFactory, products, owner=user)
    await add(InventoryProductFactory)
    assert await over_budget(client, SELECTION) == []
    assert client.page(SelectionState).undo_count == 0
