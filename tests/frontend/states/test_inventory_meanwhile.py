"""The hand-written style: what else happened while a form was open."""

import asyncio
import threading

import pytest

from frontend import routes
from frontend.states.inventory import InventoryState
from inventory.models import Product
from inventory.versions import CONFLICT
from tests.factories import InventoryProductFactory
from tests.frontend.queries import around_queries, deleted_at_the_last_moment
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"name": "Cup", "sku": "cup-1", "price": "4.80", "category": "Tableware"}


@pytest.fixture
async def product(user):
    """The row that is edited."""
    return await add(InventoryProductFactory, owner=user, sku="CUP-1", price="4.80")


@pytest.fixture
async def client(connect, user, product):
    """The user's tab, with the form open."""
    client = await connect(user, routes.INVENTORY)
    await client.send(InventoryState.start_editing, product.pk)
    return client


async def save(client):
    await client.send(InventoryState.save_product, TYPED)
    return client.page(InventoryState)


async def test_row_deleted_meanwhile_can_be_saved_anew(client, product):
    form_before = client.page(InventoryState).form
    await product.adelete()
    page = await save(client)
    assert "deleted meanwhile" in page.field_errors["form"]
    assert (page.form_open, page.form) == (True, form_before)  # nothing is redrawn
    page = await save(client)
    assert [row["name"] for row in page.products] == ["Cup"]
    assert (page.field_errors, page.form_open) == ({}, False)


async def test_row_deleted_at_the_last_moment_is_not_brought_back(client, product):
    with deleted_at_the_last_moment(Product.objects.filter(pk=product.pk)):
        page = await save(client)
    assert "deleted meanwhile" in page.field_errors["form"]
    assert not await Product.objects.aexists()


async def test_row_changed_meanwhile_is_shown_before_it_is_overwritten(client, product):
    product.price = "5.50"
    await product.asave()
    page = await save(client)
    assert page.field_errors["form"] == CONFLICT
    assert page.field_errors["price"] == "Theirs: 5.50"
    assert "sku" not in page.field_errors  # both agree on it
    assert page.form_open
    page = await save(client)
    await product.arefresh_from_db()
    assert (product.name, str(product.price)) == ("Cup", "4.80")
    assert (page.field_errors, page.form_open) == ({}, False)


async def test_second_of_two_clicks_saves_nothing(client):
    await client.send(InventoryState.start_creating)
    for _click in range(2):
        await client.send(InventoryState.save_product, {**TYPED, "sku": "NEW"})
        await client.send(InventoryState.save_product, {**TYPED, "sku": "NEWER"})
    assert client.toasts == []
    assert {row.sku async for row in Product.objects.all()} == {"CUP-1", "NEW"}


async def test_newest_of_two_searches_wins(client):
    reached, release = threading.Event(), threading.Event()

    def hold_the_first(execute, sql, params, *args):
        sent = params.values() if isinstance(params, dict) else params or ()
        if "first" in sent:
            reached.set()
            release.wait(timeout=10)
        return execute(sql, params, *args)

    search = InventoryState.set_search_query
    with around_queries(hold_the_first):
        first = asyncio.create_task(client.send(search, "first"))
        assert await asyncio.to_thread(reached.wait, 10)
        second = asyncio.create_task(client.send(search, "second"))
        await asyncio.sleep(0)  # on its way, while the first one still asks
        release.set()
        await asyncio.gather(first, second)
    assert client.page(InventoryState).search_query == "second"
    assert client.path == f"{routes.INVENTORY}?search_query=second"
