"""The declarative style: what is refused, and how it is said."""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its handlers at run time)

import pytest

from frontend import routes
from frontend.events import faults
from frontend.states.products import ProductState
from shop.models import Product
from tests.factories import ShopProductFactory
from tests.frontend.queries import SECRET, database_away
from tests.frontend.rows import add, allow

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"name": "Cup", "sku": "cup-1", "price": "4.80", "description": ""}
GONE = ("info", "This product is no longer there.")
VERBS = {"add", "change", "delete"}
IMPOSSIBLE_PRICES = [
    *("nan", "1e400", "inf", "0", "-1", "0.001", "1.234"),
    *("99999999999", "1,50", "", "x"),
]


@pytest.fixture
async def client(open_shelf, user):
    """An editor's tab, opened on an empty shelf."""
    return await open_shelf(await allow(user, *VERBS))


async def refused(client, **fields):
    """The messages by field after such a form was sent; nothing was written."""
    before = await Product.objects.acount()
    await client.send(ProductState.start_creating)
    await client.send(ProductState.save_product, {**TYPED, **fields})
    assert await Product.objects.acount() == before
    assert client.toasts == []
    return client.page(ProductState).field_errors


# Bad fields


async def test_bad_field_gets_a_message_and_nothing_is_written(client):
    for fields, wrong in [
        ({"name": "  "}, ["name"]),
        ({"name": "x" * 129}, ["name"]),
        ({"name": "a\0b"}, ["name"]),
        ({"sku": ""}, ["sku"]),
        ({"description": "x" * 2001}, ["description"]),
        ({"name": "", "sku": "", "price": ""}, ["name", "price", "sku"]),
    ]:
        assert list(await refused(client, **fields)) == wrong
    assert client.page(ProductState).error_message == ""


async def test_impossible_price_gets_a_message_and_nothing_is_written(client):
    for price in IMPOSSIBLE_PRICES:
        assert list(await refused(client, price=price)) == ["price"], price
    await client.send(ProductState.refresh)
    assert client.page(ProductState).error_message == ""


async def test_missing_fields_are_named_at_once(client):
    await client.send(ProductState.start_creating)
    await client.send(ProductState.save_product, {})
    assert list(client.page(ProductState).field_errors) == ["name", "price", "sku"]


async def test_sku_in_use_gets_a_message_whatever_its_case(client):
    await add(ShopProductFactory, sku="CUP-1")
    assert await refused(client, sku="Cup-1") == {
        "sku": "Another product already has this SKU."
    }


async def test_message_goes_once_the_form_is_opened_again(client):
    await refused(client, name="")
    await client.send(ProductState.start_creating)
    assert client.page(ProductState).field_errors == {}


# Missing rows


@pytest.mark.parametrize(
    "handler", [ProductState.start_editing, ProductState.delete_product]
)
async def test_missing_row_is_said_to_be_gone(client, handler):
    product = await add(ShopProductFactory)
    for product_id in (product.pk + 1, -1, 2**63 - 1):
        await client.send(handler, product_id)
        assert client.toasts == [GONE]
        assert not client.page(ProductState).form_open
    assert await Product.objects.acount() == 1


async def test_create_takes_nothing_else_from_the_browser(client):
    product = await add(ShopProductFactory, name="Kept")
    forged = {"id": f"{product.pk}", "pk": f"{product.pk}", "version": "9"}
    await client.send(ProductState.start_creating)
    await client.send(ProductState.save_product, {**TYPED, **forged})
    assert await Product.objects.acount() == 2
    await product.arefresh_from_db()
    assert product.name == "Kept"


# Permissions: the page hides the buttons, these events are written by hand


@pytest.mark.parametrize(
    ("verb", "handler", "arguments"),
    [
        ("add", ProductState.save_product, [TYPED]),
        ("change", ProductState.start_editing, [1]),
        ("delete", ProductState.delete_product, [1]),
    ],
)
@pytest.mark.parametrize("others", [True, False])
async def test_each_verb_needs_its_own_permission(
    open_shelf, user, verb, handler, arguments, others
):
    await add(ShopProductFactory, pk=1, name="Kept")
    client = await open_shelf(await allow(user, *(VERBS - {verb} if others else ())))
    await client.send(handler, *arguments)
    assert client.toasts == [("error", faults.NOT_ALLOWED)]
    assert not client.page(ProductState).form_open
    assert [row.name async for row in Product.objects.all()] == ["Kept"]


async def test_permission_lost_while_the_form_is_open_stops_the_save(client, user):
    product = await add(ShopProductFactory, name="Kept")
    await client.send(ProductState.start_editing, product.pk)
    await allow(user, "add", "delete")
    await client.send(ProductState.save_product, TYPED)
    assert client.toasts == [("error", faults.NOT_ALLOWED)]
    await product.arefresh_from_db()
    assert product.name == "Kept"


# Signed out, database away


async def test_signed_out_every_event_leads_to_sign_in(connect):
    await add(ShopProductFactory, pk=1)
    client = await connect(None, routes.PRODUCTS)
    await client.until(lambda: client.redirects)  # the page's own, in the background
    for handler, *arguments in [
        (ProductState.refresh,),
        (ProductState.live_subscribe,),
        (ProductState.set_search_query, "a"),
        (ProductState.next_page,),
        (ProductState.prev_page,),
        (ProductState.start_creating,),
        (ProductState.start_editing, 1),
        (ProductState.reset_form,),
        (ProductState.save_product, TYPED),
        (ProductState.delete_product, 1),
    ]:
        await client.send(handler, *arguments)
        await client.until(lambda: client.redirects)
        assert client.redirects == ["/login?next=%2Fproducts"]
        assert client.page(ProductState).products == []
        assert [row.pk async for row in Product.objects.all()] == [1]


async def test_database_away_says_so_and_offers_to_try_again(client, caplog):
    await add(ShopProductFactory)
    with database_away(for_table="shop_product"):
        await client.send(ProductState.refresh)
    page = client.page(ProductState)
    assert page.error_message == "The products could not be read just now."
    assert SECRET in caplog.text
    assert SECRET not in str(client.frames)
    await client.send(ProductState.refresh)
    page = client.page(ProductState)
    assert (page.error_message, len(page.products)) == ("", 1)


async def test_database_away_while_saving_keeps_the_form(client):
    await client.send(ProductState.start_creating)
    with database_away(for_table="shop_product"):
        await client.send(ProductState.save_product, TYPED)
    assert client.toasts == [("error", faults.DATABASE_AWAY)]
    assert client.page(ProductState).form_open
