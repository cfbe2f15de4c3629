"""The live shelf, when what changes it is no page: what is committed shows, no more."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

from frontend.live import feed
from frontend.states.products import ProductState
from inventory.models import Product as StockProduct
from shop.models import Product
from shop.publishing import publish
from tests.factories import InventoryProductFactory, ShopProductFactory, UserFactory
from tests.frontend.rows import add, add_many, allow

pytestmark = pytest.mark.django_db(transaction=True)


class Undo(Exception):
    """Rolls a test's transaction back."""


@pytest.fixture(autouse=True)
def _without_pause(monkeypatch):
    monkeypatch.setattr(feed, "PAUSE", 0)


@pytest.fixture
async def client(open_shelf, user):
    """A viewer's tab."""
    return await open_shelf(user)


async def sees(client, *expected):
    """Wait until the tab shows just these names."""

    def names():
        return [row["name"] for row in client.page(ProductState).products]

    await client.until(lambda: names() == list(expected))


def in_a_transaction(work: Callable[[], object], last: Callable[[], object]) -> None:
    """Do the work, and something else before the transaction ends."""
    try:
        with suppress(Undo), transaction.atomic():
            work()
            last()
    finally:
        connection.close()


async def test_what_is_committed_late_shows_then(client):
    written, commit = threading.Event(), threading.Event()
    late = asyncio.create_task(
        asyncio.to_thread(
            in_a_transaction,
            lambda: ShopProductFactory(name="Late"),
            lambda: (written.set(), commit.wait()),
        )
    )
    await asyncio.to_thread(written.wait)
    await client.send(ProductState.refresh)
    await sees(client)
    commit.set()
    await late
    await sees(client, "Late")


async def test_what_is_rolled_back_never_shows(client):
    def undo():
        raise Undo

    await asyncio.to_thread(
        in_a_transaction, lambda: ShopProductFactory(name="Never"), undo
    )
    before = len(client.frames)
    await add(ShopProductFactory, name="Cup")
    await sees(client, "Cup")
    assert "Never" not in str(client.frames[before:])


async def test_what_is_deleted_by_a_query_goes(client):
    await add_many(ShopProductFactory, 3)
    await client.until(lambda: len(client.page(ProductState).products) == 3)
    await Product.objects.all().adelete()
    await sees(client)


async def test_what_follows_another_row_follows_on_the_page(client):
    owner = await allow(await add(UserFactory), "add", "change", "delete")
    stock = await add(InventoryProductFactory, owner=owner, name="Cup")
    mine = StockProduct.objects.for_owner(owner)
    await sync_to_async(publish)(mine, by=owner)
    await sees(client, "Cup")
    await stock.arefresh_from_db()
    stock.name = "Bowl"
    await stock.asave()
    await sees(client, "Bowl")
