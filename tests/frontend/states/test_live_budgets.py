"""How many queries a change costs: as many for twenty open pages as for one."""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its handlers at run time)

import time

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.db.models import QuerySet
from reflex_django.live import ModelChange, live_broadcaster

from frontend import routes
from frontend.live.feed import PAUSE
from frontend.states.dashboard import DashboardState
from frontend.states.products import ProductState
from inventory.live import stock_label
from inventory.models import StockMovement
from shop.models import Product
from tests.factories import ShopProductFactory, UserFactory, product_in_stock
from tests.frontend.queries import counted_queries
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)

SIGNED_IN = 1  # all sessions, with their users
VIEW = 2  # a count and the rows of one page
FIGURES = 4


async def change_shelf():
    """Change the shelf in one statement, which announces itself."""
    await Product.objects.filter(name="Cup").aupdate(description="new")


def shown(client):
    return [row["description"] for row in client.page(ProductState).products]


@pytest.mark.parametrize("pages", [1, 20])
async def test_change_of_the_shelf_is_read_once(open_shelf, user, pages):
    others = [user, await add(UserFactory), await add(UserFactory)]
    await add(ShopProductFactory, name="Cup", description="old")
    clients = [await open_shelf(others[number % 3]) for number in range(pages)]
    with counted_queries() as queries:
        await change_shelf()
        for client in clients:
            await client.until(lambda client=client: shown(client) == ["new"])
    assert len(queries) == 1 + SIGNED_IN + VIEW, queries


async def test_each_other_view_adds_its_own_two(open_shelf, user):
    await add(ShopProductFactory, name="Cup", description="old")
    clients = [await open_shelf(user) for _ in range(6)]
    for client in clients[:3]:
        await client.send(ProductState.set_search_query, "cup")
    with counted_queries() as queries:
        await change_shelf()
        for client in clients:
            await client.until(lambda client=client: shown(client) == ["new"])
    assert len(queries) == 1 + SIGNED_IN + 2 * VIEW, queries


async def test_page_that_shows_the_same_as_before_is_sent_nothing(open_shelf, user):
    await add(ShopProductFactory, name="Cup", description="old")
    client, other = await open_shelf(user), await open_shelf(user)
    await other.send(ProductState.set_search_query, "elsewhere")
    other.frames.clear()
    await change_shelf()
    await client.until(lambda: shown(client) == ["new"])
    await change_shelf()
    await add(ShopProductFactory, name="Found elsewhere", description="")
    await other.until(lambda: shown(other) == [""])
    # Not the number alone: it is read before the rows, and may follow in another.
    assert sum("products_rx_state_" in str(frame) for frame in other.frames) == 1


async def test_burst_of_a_thousand_sends_few_updates_and_ends_exact(open_shelf, user):
    await add(ShopProductFactory, name="Cup", description="old")
    clients = [await open_shelf(user) for _ in range(5)]
    before = [len(client.frames) for client in clients]
    began = time.monotonic()
    for number in range(1000):
        await Product.objects.aupdate(description=f"{number} of 1000")
    for client in clients:
        await client.until(lambda client=client: shown(client) == ["999 of 1000"])
    took = time.monotonic() - began
    for client, frames in zip(clients, before, strict=True):
        assert 1 <= len(client.frames) - frames <= took / PAUSE + 2


@pytest.mark.parametrize("pages", [1, 20])
async def test_movement_is_read_once_for_its_owner(connect, user, pages):
    product = await sync_to_async(product_in_stock)(10, owner=user)
    clients = [await connect(user, routes.DASHBOARD) for _ in range(pages)]
    for client in clients:
        await client.until(lambda client=client: client.page(DashboardState).loaded)
    movement = StockMovement(product=product, kind="count", quantity=0)
    with counted_queries() as queries:
        await QuerySet(StockMovement).abulk_create([movement])  # it sends no signal
        if connection.vendor == "sqlite":
            label = stock_label(user.pk)
            live_broadcaster().publish(ModelChange(label, "created", None))
        for client in clients:
            await client.until(lambda client=client: movements(client) == 2)
    reads = [sql for sql in queries if sql.startswith("SELECT")]
    assert len(reads) == SIGNED_IN + FIGURES, reads


def movements(client):
    return client.page(DashboardState).totals["movements"]
