"""One product of one's own, put on the shelf and taken off it."""

import pytest

from frontend import routes
from frontend.events import faults
from frontend.states.inventory import InventoryState
from frontend.states.publishing import PublishState
from frontend.states.stock import GONE, StockState
from shop.models import Product as ShelfProduct
from tests.factories import InventoryProductFactory, ShopProductFactory
from tests.frontend.rows import add, allow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def cup(user):
    """One product to sell."""
    return await add(InventoryProductFactory, owner=user, name="Cup", sku="CUP")


@pytest.fixture
async def client(connect, user, cup):
    """The tab of an owner who may change the shelf."""
    await allow(user, "add", "change", "delete")
    return await connect(user, routes.INVENTORY)


def for_sale(client):
    (row,) = client.page(InventoryState).products
    return row["is_for_sale"]


async def test_publish_and_unpublish(client, cup):
    page = client.page(PublishState)
    assert (page.may_publish, page.may_unpublish) == (True, True)
    await client.send(StockState.open_panel, cup.pk)
    await client.send(PublishState.publish, cup.pk)
    assert client.toasts == [("success", "Published: it is on the shelf now.")]
    assert for_sale(client)
    assert client.page(StockState).product["is_for_sale"]
    assert await ShelfProduct.objects.filter(source=cup, sku="CUP").aexists()
    await client.send(PublishState.unpublish, cup.pk)
    assert client.toasts == [("success", "Unpublished: it is off the shelf.")]
    assert not for_sale(client)
    assert not await ShelfProduct.objects.aexists()


async def test_taken_sku_is_refused(client, cup):
    await add(ShopProductFactory, sku="CUP")
    await client.send(PublishState.publish, cup.pk)
    assert client.toasts == [("error", "The shelf has other products under: CUP.")]
    assert not for_sale(client)


async def test_what_is_somebody_elses_stays_where_it_is(client):
    theirs = await add(InventoryProductFactory)
    await client.send(PublishState.publish, theirs.pk)
    assert client.toasts == [("info", GONE)]
    await add(ShopProductFactory, source=theirs)
    await client.send(PublishState.unpublish, theirs.pk)
    assert client.toasts == [("info", "This product is not on the shelf.")]
    assert await ShelfProduct.objects.acount() == 1


@pytest.mark.parametrize("handler", [PublishState.publish, PublishState.unpublish])
async def test_right_that_is_missing_is_asked_for(connect, user, cup, handler):
    client = await connect(user, routes.INVENTORY)
    page = client.page(PublishState)
    assert (page.may_publish, page.may_unpublish) == (False, False)
    await client.send(handler, cup.pk)
    assert client.toasts == [("error", faults.NOT_ALLOWED)]
    assert not await ShelfProduct.objects.aexists()
