"""A price that passed the model by and cannot be read: said, and survived."""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its handlers at run time)

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from frontend import routes
from frontend.live import feed
from frontend.states.inventory import UNREADABLE, InventoryState
from frontend.states.products import ProductState
from inventory.models import Product as StockProduct
from shop.live import announce
from shop.models import Product
from tests.factories import InventoryProductFactory, ShopProductFactory
from tests.frontend.rows import add

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'sqlite'",
        reason="only SQLite stores a price that its column cannot hold",
    ),
]
prices = pytest.mark.parametrize("price", ["1e400", "1.234567e300"])


@pytest.fixture(autouse=True)
def _without_pause(monkeypatch):
    monkeypatch.setattr(feed, "PAUSE", 0)


async def execute(sql):
    """Run a statement that neither the models nor the database check."""

    def run():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = 1")
            cursor.execute(sql)
            cursor.execute("PRAGMA ignore_check_constraints = 0")

    await sync_to_async(run)()


@prices
async def test_inventory_says_so_and_recovers(connect, user, price):
    product = await add(InventoryProductFactory, owner=user, name="Cup")
    client = await connect(user, routes.INVENTORY)
    await execute(f"UPDATE inventory_product SET price = {price}")
    await client.send(InventoryState.load_inventory)
    page = client.page(InventoryState)
    assert (page.error_message, page.loaded, client.toasts) == (UNREADABLE, True, [])
    await StockProduct.objects.filter(pk=product.pk).aupdate(price="4.80")
    await client.send(InventoryState.load_inventory)
    page = client.page(InventoryState)
    assert (page.error_message, page.products[0]["price"]) == ("", "4.80 €")


@pytest.fixture
async def product(transactional_db):
    """The row that will not be readable for a while."""
    return await add(ShopProductFactory, name="Cup")


def shown(client):
    page = client.page(ProductState)
    return page.error_message, page.waiting_changes, [p["name"] for p in page.products]


@prices
async def test_live_page_says_so_and_is_right_again(open_shelf, user, product, price):
    client = await open_shelf(user)
    await execute(f"UPDATE shop_product SET price = {price}")
    await add(ShopProductFactory, name="Bowl")
    await client.until(lambda: shown(client) == (UNREADABLE, 0, ["Cup"]))
    await Product.objects.filter(pk=product.pk).aupdate(price="4.80")
    await client.until(lambda: shown(client) == ("", 0, ["Bowl", "Cup"]))


@prices
async def test_page_opened_meanwhile_follows_once_the_row_is_gone(
    open_shelf, user, product, price
):
    await add(ShopProductFactory, name="Bowl")
    await execute(f"UPDATE shop_product SET price = {price} WHERE id = {product.pk}")
    client = await open_shelf(user)
    assert shown(client) == (UNREADABLE, 0, [])
    await client.send(ProductState.refresh)
    assert shown(client) == (UNREADABLE, 0, [])
    await execute(f"DELETE FROM shop_product WHERE id = {product.pk}")
    await sync_to_async(announce)(Product)
    await client.until(lambda: shown(client) == ("", 0, ["Bowl"]))
