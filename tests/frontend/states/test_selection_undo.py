"""A selection that is deleted, and brought back."""

import pytest

from frontend import routes
from frontend.states.inventory import InventoryState
from frontend.states.selection import SelectionState
from inventory.models import Product
from tests.factories import InventoryProductFactory
from tests.frontend.rows import add, add_many

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def rows(user):
    """Three products."""
    return await add_many(InventoryProductFactory, 3, owner=user)


@pytest.fixture
async def client(connect, user, rows):
    """The owner's tab, in which all three were just deleted."""
    client = await connect(user, routes.INVENTORY)
    await client.send(SelectionState.select_matching)
    await client.send(SelectionState.ask, "delete")
    assert client.page(SelectionState).question == "Delete 3 products?"
    await client.send(SelectionState.confirm, {"action": "delete"})
    return client


async def test_delete_says_how_many_and_leaves_nothing_selected(client):
    assert client.toasts == [("success", "Deleted 3 products.")]
    page = client.page(SelectionState)
    assert (page.count, page.undo_text) == (0, "Deleted 3 products.")
    assert client.page(InventoryState).products == []


async def test_second_of_two_clicks_deletes_nothing(client):
    await client.send(SelectionState.confirm, {"action": "delete"})
    assert client.toasts == []
    assert client.page(SelectionState).undo_count == 3


async def test_undo_brings_back_the_same_rows(client, rows):
    await client.send(SelectionState.undo_delete)
    assert client.toasts == [("success", "Brought back 3 products.")]
    ids = {row["id"] for row in client.page(InventoryState).products}
    assert ids == {row.pk for row in rows}
    assert client.page(SelectionState).undo_count == 0
    await client.send(SelectionState.undo_delete)
    assert client.toasts == [("info", "There is nothing to bring back.")]


async def test_undo_leaves_what_was_deleted_before(client, user, rows):
    await client.send(SelectionState.dismiss_undo)
    await client.send(SelectionState.undo_delete)
    assert client.toasts == [("info", "There is nothing to bring back.")]
    assert await Product.objects.in_trash_of(user).acount() == 3


async def test_undo_is_refused_while_a_sku_is_taken(client, user, rows):
    await add(InventoryProductFactory, owner=user, sku=rows[0].sku)
    await client.send(SelectionState.undo_delete)
    ((kind, text),) = client.toasts
    assert (kind, rows[0].sku in text) == ("error", True)
    assert client.page(SelectionState).undo_count == 3
    assert await Product.objects.in_trash_of(user).acount() == 3


async def test_undo_offers_the_categories_that_are_back(client, rows):
    await client.send(InventoryState.load_inventory)
    assert client.page(InventoryState).categories == []
    await client.send(SelectionState.undo_delete)
    back = {product.category for product in rows}
    assert set(client.page(InventoryState).categories) == back
