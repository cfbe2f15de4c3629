"""A selection of one's own products, over pages and searches."""

import pytest

from frontend import routes
from frontend.states import selection
from frontend.states.inventory import InventoryState
from frontend.states.selection import SelectionState
from inventory.listing import PAGE_SIZES
from tests.factories import InventoryProductFactory
from tests.frontend.rows import add, add_many

pytestmark = pytest.mark.django_db(transaction=True)
TOTAL = PAGE_SIZES[0] + 2


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


def selected(client):
    page = client.page(SelectionState)
    return page.count, page.ticked


# Select


async def test_rows_are_ticked_and_unticked(client):
    first, second, *_ = shown(client)
    await client.send(SelectionState.toggle, first)
    await client.send(SelectionState.toggle, second)
    assert selected(client) == (2, [first, second])
    await client.send(SelectionState.toggle, first)
    assert selected(client) == (1, [second])
    await client.send(SelectionState.clear)
    assert selected(client) == (0, [])


async def test_page_is_ticked_and_unticked(client):
    await client.send(SelectionState.toggle_page)
    assert selected(client) == (PAGE_SIZES[0], shown(client))
    await client.send(SelectionState.toggle_page)
    assert selected(client) == (0, [])


async def test_selection_survives_paging_and_searching(client):
    first = shown(client)[0]
    await client.send(SelectionState.toggle, first)
    await client.send(InventoryState.next_page)
    assert selected(client) == (1, [])
    await client.send(SelectionState.toggle_page)
    assert selected(client) == (3, shown(client))
    await client.send(InventoryState.set_search_query, "nothing like it")
    assert selected(client) == (3, [])
    await client.send(InventoryState.set_search_query, "")
    assert selected(client) == (3, [first])


async def test_all_that_match_are_ticked_on_every_page(client, user):
    await add(InventoryProductFactory, owner=user, category="Cups")
    await add(InventoryProductFactory, category="Tea")
    await client.send(InventoryState.set_search_query, "tea")
    await client.send(SelectionState.select_matching)
    assert selected(client) == (TOTAL, shown(client))


async def test_more_than_can_be_changed_at_once_is_refused(client, monkeypatch):
    monkeypatch.setattr(selection, "MOST_SELECTED", PAGE_SIZES[0])
    await client.send(SelectionState.select_matching)
    assert client.toasts == [("error", selection.TOO_MANY)]
    assert selected(client) == (0, [])


async def test_row_that_the_list_does_not_show_is_not_ticked(client):
    theirs = await add(InventoryProductFactory)
    await client.send(SelectionState.toggle, theirs.pk)
    assert selected(client) == (0, [])


async def test_selection_is_lost_at_sign_out(client, user):
    await client.send(SelectionState.toggle_page)
    await client.sign_out()
    await client.sign_in(None)
    await client.open(routes.HOME)
    assert selected(client) == (0, [])
    await client.sign_in(user)
    await client.open(routes.INVENTORY)
    assert selected(client) == (0, [])
