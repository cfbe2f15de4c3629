"""The hand-written style: what is refused, and how it is said."""

import pytest

from frontend import routes
from frontend.events import faults
from frontend.states.inventory import InventoryState
from inventory.models import Product
from tests.factories import InventoryProductFactory, UserFactory
from tests.frontend.queries import SECRET, database_away
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"name": "Cup", "sku": "cup-1", "price": "4.80", "category": ""}
GONE = ("info", "This product is no longer there.")
IMPOSSIBLE_PRICES = [
    *("nan", "1e400", "inf", "0", "-1", "0.001", "1.234"),
    *("99999999999", "1,50", "", "x"),
]


@pytest.fixture
async def client(connect, user):
    """The user's tab, opened on an empty list."""
    return await connect(user, routes.INVENTORY)


async def refused(client, **fields):
    """The messages by field after such a form was sent; nothing was written."""
    before = await Product.objects.acount()
    await client.send(InventoryState.start_creating)
    await client.send(InventoryState.save_product, {**TYPED, **fields})
    assert await Product.objects.acount() == before
    assert client.toasts == []
    return client.page(InventoryState).field_errors


# Bad fields


async def test_bad_field_gets_a_message_and_nothing_is_written(client):
    for fields, wrong in [
        ({"name": "  "}, ["name"]),
        ({"name": "x" * 129}, ["name"]),
        ({"name": "a\0b"}, ["name"]),
        ({"sku": ""}, ["sku"]),
        ({"category": "x" * 65}, ["category"]),
        ({"name": "", "sku": "", "price": ""}, ["name", "sku", "price"]),
    ]:
        assert list(await refused(client, **fields)) == wrong


async def test_impossible_price_gets_a_message_and_nothing_is_written(client):
    for price in IMPOSSIBLE_PRICES:
        assert list(await refused(client, price=price)) == ["price"], price
    await client.send(InventoryState.load_inventory)
    assert client.page(InventoryState).error_message == ""


async def test_missing_fields_are_named_at_once(client):
    await client.send(InventoryState.start_creating)
    await client.send(InventoryState.save_product, {})
    assert list(client.page(InventoryState).field_errors) == ["name", "sku", "price"]


async def test_sku_in_use_gets_a_message_whatever_its_case(client, user):
    await add(InventoryProductFactory, owner=user, sku="CUP-1")
    assert await refused(client, sku="Cup-1") == {
        "sku": "You already have a product with this SKU."
    }


async def test_sku_of_another_owner_is_free(client, user):
    await add(InventoryProductFactory, sku="CUP-1")
    await client.send(InventoryState.start_creating)
    await client.send(InventoryState.save_product, TYPED)
    assert await Product.objects.filter(owner=user, sku="CUP-1").aexists()


async def test_message_goes_once_the_form_is_opened_again(client):
    await refused(client, name="")
    await client.send(InventoryState.start_creating)
    assert client.page(InventoryState).field_errors == {}


# Another user's rows


@pytest.mark.parametrize(
    "handler", [InventoryState.start_editing, InventoryState.delete_product]
)
async def test_another_users_row_looks_as_if_it_were_missing(client, handler):
    theirs = await add(InventoryProductFactory)
    seen = []
    for product_id in (theirs.pk, theirs.pk + 1, -1, 2**63 - 1):
        await client.send(handler, product_id)
        seen.append((client.frames, client.toasts))
    assert all(answer == seen[0] for answer in seen)
    assert client.toasts == [GONE]
    assert not client.page(InventoryState).form_open
    assert await Product.objects.acount() == 1


async def test_create_takes_nothing_else_from_the_browser(client, user):
    theirs = await add(InventoryProductFactory, name="Theirs")
    forged = dict.fromkeys(["id", "pk", "owner", "owner_id"], str(theirs.pk))
    await client.send(InventoryState.start_creating)
    await client.send(InventoryState.save_product, {**TYPED, **forged})
    await theirs.arefresh_from_db()
    assert theirs.name == "Theirs"
    assert await Product.objects.for_owner(user).acount() == 1


# Signed out, database away


async def test_signed_out_every_event_leads_to_sign_in(connect):
    await add(InventoryProductFactory, pk=1, owner=await add(UserFactory))
    client = await connect(None, routes.INVENTORY)
    for handler, *arguments in [
        (InventoryState.load_inventory,),
        (InventoryState.set_search_query, "a"),
        (InventoryState.first_page,),
        (InventoryState.prev_page,),
        (InventoryState.next_page,),
        (InventoryState.last_page,),
        (InventoryState.start_creating,),
        (InventoryState.start_editing, 1),
        (InventoryState.reset_form,),
        (InventoryState.save_product, TYPED),
        (InventoryState.delete_product, 1),
    ]:
        await client.send(handler, *arguments)
        assert client.redirects == ["/login?next=%2Finventory"]
        assert client.page(InventoryState).products == []
        assert [row.pk async for row in Product.objects.all()] == [1]


async def test_database_away_says_so_and_offers_to_try_again(client, user, caplog):
    await add(InventoryProductFactory, owner=user)
    with database_away(for_table="inventory_product"):
        await client.send(InventoryState.load_inventory)
    page = client.page(InventoryState)
    assert page.error_message == "Your products could not be read just now."
    assert SECRET in caplog.text
    assert SECRET not in str(client.frames)
    await client.send(InventoryState.load_inventory)
    page = client.page(InventoryState)
    assert (page.error_message, len(page.products)) == ("", 1)


async def test_database_away_while_saving_keeps_the_form(client):
    await client.send(InventoryState.start_creating)
    with database_away(for_table="inventory_product"):
        await client.send(InventoryState.save_product, TYPED)
    assert client.toasts == [("error", faults.DATABASE_AWAY)]
    assert client.page(InventoryState).form_open
