"""What tests of states get: the shelf, opened and loaded."""

import pytest

from frontend import routes
from frontend.states.products import ProductState


@pytest.fixture
def open_shelf(connect):
    """Open a tab on the shelf, and wait for its list: ``await open_shelf(user)``."""

    async def open_shelf(user):
        client = await connect(user, routes.PRODUCTS)
        await client.until(lambda: client.page(ProductState).loaded)
        return client

    return open_shelf
