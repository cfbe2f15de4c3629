"""The hand-written style: one's own stock, as its owner works with it."""

import pytest

from frontend import routes
from frontend.states.inventory import InventoryState
from inventory.listing import PAGE_SIZES
from inventory.models import Product
from tests.factories import InventoryProductFactory
from tests.frontend.rows import add, add_many

pytestmark = pytest.mark.django_db(transaction=True)

PAGE_SIZE = PAGE_SIZES[0]
TYPED = {"name": "Cup", "sku": "cup-1", "price": "4.80", "category": "Tableware"}


@pytest.fixture
async def client(connect, user):
    """The user's tab, opened on an empty list."""
    return await connect(user, routes.INVENTORY)


def names(client):
    return [row["name"] for row in client.page(InventoryState).products]


# Load


async def test_load_shows_only_own_rows(connect, user):
    await add(InventoryProductFactory, owner=user, name="Cup")
    await add(InventoryProductFactory, name="Somebody else's")
    client = await connect(user, routes.INVENTORY)
    assert names(client) == ["Cup"]


async def test_row_holds_what_the_page_shows(connect, user):
    product = await add(InventoryProductFactory, owner=user, sku="C-1", price="4.80")
    client = await connect(user, routes.INVENTORY)
    assert client.page(InventoryState).products == [
        {
            "id": product.pk,
            "name": product.name,
            "sku": "C-1",
            "price": "4.80 €",
            "category": "Coffee",
            "is_active": True,
            "stock_on_hand": "0",
            "reorder_level": "",
            "is_low": False,
            "is_for_sale": False,
        }
    ]


async def test_empty_list_is_loaded_too(client):
    page = client.page(InventoryState)
    assert (page.loaded, page.products) == (True, [])
    assert (page.page, page.total_pages, page.range_text) == (1, 1, "No products")


# Search and paging


async def test_search_looks_at_name_sku_and_category(client, user):
    fields = {"name": "House blend", "sku": "HB-1", "category": "Drinks"}
    await add(InventoryProductFactory, owner=user, **fields)
    await add(InventoryProductFactory, owner=user, name="Cup", category="Tableware")
    await add(InventoryProductFactory, **fields)
    for text in "blend", "hb-", "DRIN", " house ":
        await client.send(InventoryState.set_search_query, text)
        assert names(client) == ["House blend"], text


async def test_search_starts_on_the_first_page_and_can_be_undone(client, user):
    await add_many(InventoryProductFactory, PAGE_SIZE + 1, owner=user)
    await client.send(InventoryState.next_page)
    await client.send(InventoryState.set_search_query, "nothing like it")
    assert names(client) == []
    await client.send(InventoryState.set_search_query, "")
    page = client.page(InventoryState)
    assert (page.page, len(page.products)) == (1, PAGE_SIZE)


async def test_pages_divide_the_list_and_stop_at_both_ends(client, user):
    await add_many(InventoryProductFactory, 2 * PAGE_SIZE + 1, owner=user)
    seen = []
    for turn in ["load_inventory", "prev_page", *["next_page"] * 3, "prev_page"]:
        await client.send(getattr(InventoryState, turn))
        page = client.page(InventoryState)
        seen.append((page.page, page.range_text, len(page.products)))
    assert seen == [
        (1, "1–10 of 21", 10),
        (1, "1–10 of 21", 10),
        (2, "11–20 of 21", 10),
        (3, "21–21 of 21", 1),
        (3, "21–21 of 21", 1),
        (2, "11–20 of 21", 10),
    ]


async def test_page_that_is_gone_falls_back_to_the_last_one(client, user):
    rows = await add_many(InventoryProductFactory, PAGE_SIZE + 1, owner=user)
    await client.send(InventoryState.load_inventory)
    await client.send(InventoryState.next_page)
    (last,) = client.page(InventoryState).products
    await client.send(InventoryState.delete_product, last["id"])
    page = client.page(InventoryState)
    assert (page.page, page.total_pages, page.total) == (1, 1, len(rows) - 1)
    assert len(page.products) == PAGE_SIZE


# Create


async def test_create_saves_and_shows_the_row(client, user):
    await client.send(InventoryState.start_creating)
    assert client.page(InventoryState).form_open
    await client.send(InventoryState.save_product, {**TYPED, "is_active": "on"})
    product = await Product.objects.for_owner(user).aget()
    assert (product.sku, product.is_active) == ("CUP-1", True)
    assert client.toasts == [("success", "Saved “Cup”.")]
    assert names(client) == ["Cup"]
    assert not client.page(InventoryState).form_open


async def test_create_without_the_switch_makes_an_inactive_row(client):
    await client.send(InventoryState.start_creating)
    await client.send(InventoryState.save_product, TYPED)
    assert not (await Product.objects.aget()).is_active


async def test_toast_shows_any_name_as_it_is(client):
    name = """Say "hi" \\ `${1}` </script> 'é'"""
    await client.send(InventoryState.start_creating)
    await client.send(InventoryState.save_product, {**TYPED, "name": name})
    assert client.toasts == [("success", f"Saved “{name}”.")]


# Edit and delete


async def test_edit_fills_the_form_and_saves_the_row(client, user):
    product = await add(InventoryProductFactory, owner=user, price="1000.50")
    await client.send(InventoryState.start_editing, product.pk)
    page = client.page(InventoryState)
    assert page.form_open
    assert page.editing_id == product.pk
    assert page.form == {
        "name": product.name,
        "sku": product.sku,
        "price": "1000.50",
        "category": "Coffee",
        "reorder_level": "",
    }
    assert page.form_is_active
    await client.send(InventoryState.save_product, {**page.form, "name": "Renamed"})
    await product.arefresh_from_db()
    assert (product.name, product.is_active) == ("Renamed", False)
    assert names(client) == ["Renamed"]


async def test_edit_cancelled_leaves_an_empty_form(client, user):
    product = await add(InventoryProductFactory, owner=user)
    await client.send(InventoryState.start_editing, product.pk)
    await client.send(InventoryState.reset_form)
    page = client.page(InventoryState)
    assert (page.form_open, page.editing_id, page.form["name"]) == (False, None, "")


async def test_delete_removes_the_row_and_says_so(client, user):
    product = await add(InventoryProductFactory, owner=user, name="Cup")
    await client.send(InventoryState.load_inventory)
    await client.send(InventoryState.delete_product, product.pk)
    assert client.toasts == [("success", "Deleted “Cup”.")]
    assert names(client) == []
    assert not await Product.objects.for_owner(user).aexists()
