"""How many queries each event costs: more than today's number needs a reason.

Every event reads the session with its user and rights. What begins or ends a
transaction is not counted. A save writes once, and asks the shelf to follow when the
name or the price is another one; that a SKU is free, the database checks itself. A
deletion looks whether it took something that is on the shelf. A product on the shelf
takes its tasks along when it is deleted there.

The inventory's list is one statement, whatever it shows: the rows and both counts.
What the category filter offers is read when the page loads, or a save knew a new one.
"""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its handlers at run time)

from unittest.mock import Mock

import pytest
from reflex_django.live import LiveBroadcaster

from frontend import routes
from frontend.states.inventory import InventoryState
from frontend.states.products import ProductState
from frontend.states.tasks import TaskState
from tests.factories import (
    InventoryProductFactory,
    ShopProductFactory,
    TaskFactory,
)
from tests.frontend.queries import counted_queries
from tests.frontend.rows import add, add_many, allow

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCT = {"name": "Cup", "sku": "cup-1", "price": "4.80"}

# What is sent, one event after the other, and how many queries each may cost
BUDGETS = {
    routes.TASKS: [
        (2, TaskState.refresh_tasks),
        (4, TaskState.add_task, {"title": "Pay", "form_key": "0"}),
        (5, TaskState.toggle_task, 1),
        (4, TaskState.delete_task, 1),
    ],
    routes.INVENTORY: [
        (3, InventoryState.load_inventory),
        (2, InventoryState.set_search_query, "c"),
        (2, InventoryState.set_search_query, "coffee"),
        (2, InventoryState.change_view, "sort", "-price"),
        (2, InventoryState.next_page),
        (2, InventoryState.prev_page),
        (2, InventoryState.last_page),
        (2, InventoryState.first_page),
        (1, InventoryState.start_creating),
        (3, InventoryState.save_product, {**PRODUCT, "category": ""}),
        (2, InventoryState.start_editing, 1),
        (4, InventoryState.save_product, {**PRODUCT, "sku": "2", "category": ""}),
        (2, InventoryState.start_editing, 1),
        (4, InventoryState.save_product, {**PRODUCT, "sku": "2", "category": "New"}),
        (4, InventoryState.delete_product, 1),
        (5, InventoryState.undo_delete, 1),
        (1, InventoryState.reset_form),
    ],
    routes.PRODUCTS: [
        (3, ProductState.refresh),
        (3, ProductState.set_search_query, "t"),
        (3, ProductState.next_page),
        (3, ProductState.prev_page),
        (1, ProductState.start_creating),
        (4, ProductState.save_product, {**PRODUCT, "description": ""}),
        (2, ProductState.start_editing, 1),
        (5, ProductState.save_product, {**PRODUCT, "sku": "2", "description": ""}),
        (6, ProductState.delete_product, 1),
        (1, ProductState.reset_form),
    ],
}


@pytest.fixture
async def rows(user):
    """Enough rows for two pages of each list; number 1 is there to be changed."""
    await allow(user, "add", "change", "delete")
    for factory, fields in (
        (TaskFactory, {"owner": user}),
        (InventoryProductFactory, {"owner": user}),
        (ShopProductFactory, {}),
    ):
        await add_many(factory, 12, **fields)
        if not await factory._meta.model.objects.filter(pk=1).aexists():
            await add(factory, pk=1, **fields)


@pytest.fixture
def _nothing_live(monkeypatch):
    """Keep the open shelf from reading itself again while queries are counted."""
    monkeypatch.setattr(LiveBroadcaster, "publish", Mock())


@pytest.mark.parametrize("path", BUDGETS)
@pytest.mark.usefixtures("rows", "_nothing_live")
async def test_events_stay_within_their_budgets(connect, user, path):
    client = await connect(user, path)
    await client.until(lambda: client.page(ProductState).loaded or path != "/products")
    too_many = []
    for budget, handler, *arguments in BUDGETS[path]:
        with counted_queries() as queries:
            await client.send(handler, *arguments)
        assert "error" not in dict(client.toasts), handler
        if len(queries) != budget:
            too_many.append((handler.fn.__qualname__, budget, len(queries), queries))
    assert not too_many
