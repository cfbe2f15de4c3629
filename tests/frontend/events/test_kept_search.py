"""A search for which nobody could be looked up is there once the page loads again."""

import pytest

from frontend import routes
from frontend.events import faults
from frontend.states.inventory import InventoryState
from frontend.states.products import ProductState
from tests.factories import InventoryProductFactory, ShopProductFactory
from tests.frontend.queries import database_away
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)

AWAY = [("error", faults.DATABASE_AWAY)]


def names_on(page):
    return [row["name"] for row in page.products]


async def test_in_the_address(connect, user):
    for name in ("Oak table", "Ash table"):
        await add(InventoryProductFactory, owner=user, name=name)
    client = await connect(user, routes.INVENTORY)
    with database_away(for_table="inventory_session"):
        await client.send(InventoryState.set_search_query, "oak")
    assert client.toasts == AWAY
    assert client.path == f"{routes.INVENTORY}?search_query=oak"
    assert client.page(InventoryState).search_query == "oak"
    await client.open(client.path)
    assert names_on(client.page(InventoryState)) == ["Oak table"]


async def test_in_the_state_of_a_list_without_an_address(connect, user):
    for name in ("Oak table", "Ash table"):
        await add(ShopProductFactory, name=name)
    client = await connect(user, routes.PRODUCTS)
    await client.until(lambda: client.page(ProductState).loaded)
    with database_away(for_table="inventory_session"):
        await client.send(ProductState.set_search_query, "oak")
    assert client.toasts == AWAY
    await client.open(client.path)
    await client.until(lambda: names_on(client.page(ProductState)) == ["Oak table"])


async def test_no_other_event_is_kept(connect, user):
    client = await connect(user, routes.INVENTORY)
    with database_away(for_table="inventory_session"):
        await client.send(InventoryState.change_view, "sort", "price")
    assert client.toasts == AWAY
    assert client.path == routes.INVENTORY
    assert client.page(InventoryState).sort == "name"


async def test_a_forged_one_is_not_kept(connect, user):
    client = await connect(user, routes.INVENTORY)
    name = f"{InventoryState.get_full_name()}.set_search_query"
    with database_away(for_table="inventory_session"):
        await client.send_raw(name, {"text": ["oak"]})
    assert client.toasts == [("error", faults.OUTDATED)]
    assert client.page(InventoryState).search_query == ""
