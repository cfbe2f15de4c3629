"""What tests of states get: the shelf, opened and loaded, and a file to import."""

import pytest
from django.core.cache import cache

from frontend import routes
from frontend.states.imports import READY, ImportState
from frontend.states.products import ProductState
from frontend.threads import long_work
from inventory import uploads


@pytest.fixture
def open_shelf(connect):
    """Open a tab on the shelf, and wait for its list: ``await open_shelf(user)``."""

    async def open_shelf(user):
        client = await connect(user, routes.PRODUCTS)
        await client.until(lambda: client.page(ProductState).loaded)
        return client

    return open_shelf


@pytest.fixture
def quick_imports(monkeypatch):
    """Look at the progress often, and start without a file."""
    monkeypatch.setattr(long_work, "TICK", 0.01)
    cache.clear()


@pytest.fixture
def send_file(connect, user):
    """Have the page check a file of these lines, and wait until it has."""

    async def send_file(*lines, until=READY, owner=user):
        data = "\n".join(["SKU,Name,Price", *lines]).encode()
        await cache.aset(uploads._key(owner.pk), ("stock.csv", data))
        client = await connect(owner, routes.IMPORT)
        await client.until(lambda: client.page(ImportState).phase == until)
        return client

    return send_file
