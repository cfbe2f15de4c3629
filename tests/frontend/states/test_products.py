"""The declarative style: the shared shelf, as an editor and a viewer work with it."""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its handlers at run time)

import pytest

from frontend.states.products import ProductState
from shop.models import Product
from tests.factories import ShopProductFactory
from tests.frontend.rows import add, add_many, allow

pytestmark = pytest.mark.django_db(transaction=True)

PAGE_SIZE = 10
TYPED = {"name": "Cup", "sku": "cup-1", "price": "4.80", "description": "White."}


@pytest.fixture
async def client(open_shelf, user):
    """An editor's tab, opened on an empty shelf."""
    return await open_shelf(await allow(user, "add", "change", "delete"))


def names(client):
    return [row["name"] for row in client.page(ProductState).products]


# Load


async def test_load_shows_every_row_to_everyone(open_shelf, user):
    await add(ShopProductFactory, name="Cup")
    client = await open_shelf(user)
    assert names(client) == ["Cup"]


async def test_row_holds_what_the_page_shows(open_shelf, user):
    product = await add(ShopProductFactory, sku="C-1", price="4.80")
    client = await open_shelf(user)
    assert client.page(ProductState).products == [
        {
            "id": product.pk,
            "name": product.name,
            "sku": "C-1",
            "price": "4.80 €",
            "description": "Light and flowery.",
            "is_active": True,
        }
    ]


async def test_empty_list_is_loaded_too(client):
    page = client.page(ProductState)
    assert (page.loaded, page.products) == (True, [])
    assert (page.page, page.total_pages, page.range_text) == (1, 1, "No products")


@pytest.mark.parametrize("verb", ["add", "change", "delete"])
async def test_load_tells_what_the_user_may_do(open_shelf, user, verb):
    client = await open_shelf(await allow(user, verb))
    page = client.page(ProductState)
    may = {"add": page.may_add, "change": page.may_change, "delete": page.may_delete}
    assert [name for name in may if may[name]] == [verb]


# Search and paging


async def test_search_looks_at_name_sku_and_description(client):
    await add(ShopProductFactory, name="Sencha", sku="TEA-1", description="Green.")
    await add(ShopProductFactory, name="Cup", sku="CUP-1", description="White.")
    for text in "sench", "tea-", "GREEN", " sencha ":
        await client.send(ProductState.set_search_query, text)
        assert names(client) == ["Sencha"], text


async def test_search_starts_on_the_first_page_and_can_be_undone(client):
    await add_many(ShopProductFactory, PAGE_SIZE + 1)
    await client.send(ProductState.refresh)
    await client.send(ProductState.next_page)
    await client.send(ProductState.set_search_query, "nothing like it")
    assert names(client) == []
    await client.send(ProductState.set_search_query, "")
    page = client.page(ProductState)
    assert (page.page, len(page.products)) == (1, PAGE_SIZE)


async def test_pages_divide_the_list_and_stop_at_both_ends(client):
    await add_many(ShopProductFactory, 2 * PAGE_SIZE + 1)
    seen = []
    for turn in ["refresh", "prev_page", *["next_page"] * 3, "prev_page"]:
        await client.send(getattr(ProductState, turn))
        page = client.page(ProductState)
        seen.append((page.page, page.range_text, len(page.products)))
    assert seen == [
        (1, "1–10 of 21", 10),
        (1, "1–10 of 21", 10),
        (2, "11–20 of 21", 10),
        (3, "21–21 of 21", 1),
        (3, "21–21 of 21", 1),
        (2, "11–20 of 21", 10),
    ]


async def test_page_that_is_gone_falls_back_to_the_last_one(client):
    await add_many(ShopProductFactory, PAGE_SIZE + 1)
    await client.send(ProductState.refresh)
    await client.send(ProductState.next_page)
    (last,) = client.page(ProductState).products
    await client.send(ProductState.delete_product, last["id"])
    page = client.page(ProductState)
    assert (page.page, page.total_pages, page.total) == (1, 1, PAGE_SIZE)
    assert len(page.products) == PAGE_SIZE


# Create


async def test_create_saves_and_shows_the_row(client):
    await client.send(ProductState.start_creating)
    page = client.page(ProductState)
    assert (page.form_open, page.is_active) == (True, True)
    await client.send(ProductState.save_product, {**TYPED, "is_active": "on"})
    product = await Product.objects.aget()
    assert (product.sku, product.is_active) == ("CUP-1", True)
    assert client.toasts == [("success", "Saved.")]
    assert names(client) == ["Cup"]
    assert not client.page(ProductState).form_open


async def test_create_without_the_switch_makes_an_inactive_row(client):
    await client.send(ProductState.start_creating)
    await client.send(ProductState.save_product, TYPED)
    assert not (await Product.objects.aget()).is_active


# Edit and delete


async def test_edit_fills_the_form_and_saves_the_row(client):
    product = await add(ShopProductFactory, name="Cup", sku="C-1", price="1000.50")
    await client.send(ProductState.start_editing, product.pk)
    page = client.page(ProductState)
    assert (page.form_open, page.editing_id) == (True, product.pk)
    assert (page.name, page.sku, page.price) == ("Cup", "C-1", "1000.50")
    assert (page.description, page.is_active) == ("Light and flowery.", True)
    await client.send(ProductState.save_product, {**TYPED, "name": "Renamed"})
    await product.arefresh_from_db()
    assert (product.name, product.is_active) == ("Renamed", False)
    assert names(client) == ["Renamed"]
    assert client.page(ProductState).editing_id == -1


async def test_edit_cancelled_leaves_an_empty_form(client):
    product = await add(ShopProductFactory)
    await client.send(ProductState.start_editing, product.pk)
    await client.send(ProductState.reset_form)
    page = client.page(ProductState)
    assert (page.form_open, page.editing_id, page.name) == (False, -1, "")


async def test_delete_removes_the_row_and_says_so(client):
    product = await add(ShopProductFactory)
    await client.send(ProductState.delete_product, product.pk)
    assert client.toasts == [("success", "Deleted.")]
    assert names(client) == []
    assert not await Product.objects.aexists()
