"""What is done to a selection: to all of it at once, after one question."""

import pytest

from frontend import routes
from frontend.events import faults
from frontend.states.inventory import InventoryState
from frontend.states.selection import SelectionState
from inventory.listing import PAGE_SIZES
from inventory.models import Product
from shop.models import Product as ShelfProduct
from tests.factories import InventoryProductFactory, ShopProductFactory
from tests.frontend.rows import add, add_many, allow

pytestmark = pytest.mark.django_db(transaction=True)
TOTAL = PAGE_SIZES[0] + 2
DELETE = {"action": "delete"}


@pytest.fixture
async def rows(user):
    """Two pages of products, the second a short one."""
    return await add_many(InventoryProductFactory, TOTAL, owner=user, category="Tea")


@pytest.fixture
async def client(connect, user, rows):
    """The owner's tab."""
    return await connect(user, routes.INVENTORY)


def shown(client):
    return [row["id"] for row in client.page(InventoryState).products]


async def confirm(client, action, **fields):
    await client.send(SelectionState.ask, action)
    assert client.page(SelectionState).asked == action
    await client.send(SelectionState.confirm, {"action": action, **fields})
    return client.toasts


async def test_question_names_the_number_of_those_that_are_still_there(client, rows):
    await client.send(SelectionState.select_matching)
    await Product.objects.filter(pk=rows[0].pk).adelete()
    other = await add(InventoryProductFactory)
    await Product.objects.filter(pk=rows[1].pk).aupdate(owner=other.owner)
    await client.send(SelectionState.ask, "deactivate")
    page = client.page(SelectionState)
    assert page.question == f"Deactivate {TOTAL - 2} products?"
    await client.send(SelectionState.confirm, {"action": "deactivate"})
    assert client.toasts == [("success", f"Deactivated {TOTAL - 2} products.")]
    assert (await Product.objects.aget(pk=rows[1].pk)).is_active


async def test_nothing_is_changed_without_the_question(client):
    await client.send(SelectionState.select_matching)
    await client.send(SelectionState.confirm, DELETE)
    await client.send(SelectionState.ask, "delete")
    await client.send(SelectionState.cancel)
    await client.send(SelectionState.confirm, DELETE)
    await client.send(SelectionState.ask, "no such action")
    await client.send(SelectionState.confirm, {"action": "no such action"})
    await client.send(SelectionState.ask, "activate")
    await client.send(SelectionState.confirm, DELETE)
    assert await Product.objects.filter(is_active=True, deleted_at=None).acount() == (
        TOTAL
    )


async def test_empty_selection_is_not_asked_about(client, rows):
    await client.send(SelectionState.toggle, shown(client)[0])
    await Product.objects.all().adelete()
    await client.send(SelectionState.ask, "delete")
    assert client.toasts == [("info", "Nothing is selected, or it is gone.")]
    assert client.page(SelectionState).asked == ""


async def test_activate_and_deactivate(client):
    await client.send(SelectionState.toggle_page)
    said = await confirm(client, "deactivate")
    assert said == [("success", "Deactivated 10 products.")]
    assert not any(row["is_active"] for row in client.page(InventoryState).products)
    said = await confirm(client, "deactivate")
    assert said == [("info", "There was nothing to change.")]
    said = await confirm(client, "activate")
    assert said == [("success", "Activated 10 products.")]


@pytest.mark.parametrize("refused", ["x" * 65, "", "  "])
async def test_change_category(client, refused):
    await client.send(SelectionState.toggle, shown(client)[0])
    await confirm(client, "category", new_category=refused)
    page = client.page(SelectionState)
    assert (page.asked, list(page.field_errors)) == ("category", ["new_category"])
    await client.send(
        SelectionState.confirm, {"action": "category", "new_category": " Cups "}
    )
    assert client.toasts == [("success", "Changed the category of 1 product.")]
    assert client.page(InventoryState).products[0]["category"] == "Cups"
    assert client.page(SelectionState).asked == ""


async def test_publish_and_unpublish(connect, user, rows):
    await allow(user, "add", "change", "delete")
    client = await connect(user, routes.INVENTORY)
    await client.send(SelectionState.select_matching)
    said = await confirm(client, "publish")
    assert said == [("success", "Published 12 products.")]
    assert all(row["is_for_sale"] for row in client.page(InventoryState).products)
    await confirm(client, "delete")
    error = client.page(SelectionState).field_errors["form"]
    assert error.startswith("Take off the shelf first: ")
    await client.send(SelectionState.cancel)
    said = await confirm(client, "unpublish")
    assert said == [("success", "Unpublished 12 products.")]
    assert not await ShelfProduct.objects.aexists()


async def test_one_taken_sku_leaves_all_of_them_unpublished(connect, user, rows):
    await allow(user, "add", "change", "delete")
    await add(ShopProductFactory, sku=rows[0].sku)
    client = await connect(user, routes.INVENTORY)
    await client.send(SelectionState.select_matching)
    await confirm(client, "publish")
    assert rows[0].sku in client.page(SelectionState).field_errors["form"]
    assert await ShelfProduct.objects.acount() == 1


@pytest.mark.parametrize("action", ["publish", "unpublish"])
async def test_right_is_asked_for_before_the_question_and_after(client, user, action):
    await client.send(SelectionState.toggle_page)
    await client.send(SelectionState.ask, action)
    assert client.toasts == [("error", faults.NOT_ALLOWED)]
    assert client.page(SelectionState).asked == ""
    await allow(user, "add", "change", "delete")
    await client.send(SelectionState.ask, action)
    await allow(user)
    await client.send(SelectionState.confirm, {"action": action})
    assert client.toasts == [("error", faults.NOT_ALLOWED)]
    assert not await ShelfProduct.objects.aexists()
