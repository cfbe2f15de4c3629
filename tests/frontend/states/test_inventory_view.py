"""The hand-written style: the list's view, and the address that holds it."""

import pytest

from frontend import routes
from frontend.states.inventory import InventoryState
from inventory.models import Product
from tests.factories import InventoryProductFactory, UserFactory
from tests.frontend.rows import add, add_many

pytestmark = pytest.mark.django_db(transaction=True)

HERE = routes.INVENTORY


@pytest.fixture
async def stock(user):
    """Three products that differ in everything."""
    for name, price, category, is_active, level in [
        ("Cup", "4.80", "Tableware", True, 0),
        ("Beans", "1200.00", "Coffee", True, None),
        ("Aeropress", "35.00", "", False, 0),
    ]:
        fields = {"category": category, "is_active": is_active, "reorder_level": level}
        await add(InventoryProductFactory, owner=user, name=name, price=price, **fields)
    await add(InventoryProductFactory, category="Theirs", owner=await add(UserFactory))


def names(client):
    return [row["name"] for row in client.page(InventoryState).products]


@pytest.mark.parametrize(
    ("name", "value", "shown", "address"),
    [
        ("sort", "price", ["Cup", "Aeropress", "Beans"], "?sort=price"),
        ("sort", "-price", ["Beans", "Aeropress", "Cup"], "?sort=-price"),
        ("category", "Coffee", ["Beans"], "?category=Coffee"),
        ("status", "inactive", ["Aeropress"], "?status=inactive"),
        ("low_stock", "1", ["Cup"], "?low_stock=1"),
        ("page_size", "25", ["Aeropress", "Beans", "Cup"], "?page_size=25"),
    ],
)
@pytest.mark.usefixtures("stock")
async def test_view_is_changed_by_way_of_the_address(
    connect, user, name, value, shown, address
):
    client = await connect(user, HERE)
    await client.send(InventoryState.change_view, name, value)
    assert (names(client), client.path) == (shown, HERE + address)
    link = await connect(user, HERE + address)
    assert names(link) == shown
    await client.navigate(HERE)  # as Back does
    assert names(client) == ["Aeropress", "Beans", "Cup"]


@pytest.mark.usefixtures("stock")
async def test_categories_are_ones_own(connect, user):
    client = await connect(user, HERE)
    assert client.page(InventoryState).categories == ["Coffee", "Tableware"]


@pytest.mark.parametrize(
    "query",
    [
        *("sort=owner__password", "page_size=5000", "page=-1", "page=" + "9" * 99),
        *("owner=1&pk__gt=0", "status=x", "low_stock=yes", "self=1&category=%00"),
    ],
)
@pytest.mark.usefixtures("stock")
async def test_bad_address_falls_back_to_what_is_offered(connect, user, query):
    client = await connect(user, f"{HERE}?{query}")
    page = client.page(InventoryState)
    assert (page.page, page.error_message) == (1, "")
    assert page.page_size in (10, 100)
    assert names(client) == ["Aeropress", "Beans", "Cup"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("sort", "owner__password"), ("page_size", "x"), ("owner", "1")),
        *(
            ("search_query\0", ""),
            ("products", "1"),
            ("category", "a\0"),
            *(("self", ""), ("replace", "1")),
        ),
    ],
)
@pytest.mark.usefixtures("stock")
async def test_forged_change_changes_nothing(connect, user, name, value):
    client = await connect(user, HERE)
    await client.send(InventoryState.change_view, name, value)
    assert client.path == HERE
    assert names(client) == ["Aeropress", "Beans", "Cup"]


async def test_list_is_read_once_for_each_change(connect, user):
    await add_many(InventoryProductFactory, 11, owner=user)
    client = await connect(user, HERE)
    await client.send(InventoryState.next_page)
    updates = [
        update
        for frame in client.frames
        for update in (frame.get("delta") or {}).values()
        if any(name.startswith("products") for name in update)
    ]
    assert len(updates) == 1
    assert client.path.startswith(f"{HERE}?after=%5B%22Coffee+no")
    link = await connect(user, client.path)
    assert names(link) == names(client)
    assert link.page(InventoryState).range_text == "11–11 of 11"


# Delete and undo


async def test_undo_brings_the_product_back(connect, user):
    product = await add(InventoryProductFactory, owner=user, name="Cup")
    client = await connect(user, HERE)
    await client.send(InventoryState.delete_product, product.pk)
    await client.send(InventoryState.undo_delete, product.pk)
    assert names(client) == ["Cup"]
    assert client.toasts == [("success", "The product is back.")]
    await client.send(InventoryState.undo_delete, product.pk)
    assert client.toasts == [("info", "There is nothing to undo.")]


async def test_each_undo_takes_back_its_own_deletion(connect, user):
    both = [await add(InventoryProductFactory, owner=user, name=n) for n in "ab"]
    client = await connect(user, HERE)
    for product in both:
        await client.send(InventoryState.delete_product, product.pk)
    await client.send(InventoryState.undo_delete, both[0].pk)
    assert names(client) == ["a"]
    await client.send(InventoryState.undo_delete, both[1].pk)
    assert names(client) == ["a", "b"]


async def test_undo_says_so_when_the_sku_is_taken(connect, user):
    product = await add(InventoryProductFactory, owner=user, sku="CUP")
    client = await connect(user, HERE)
    await client.send(InventoryState.delete_product, product.pk)
    other = await add(InventoryProductFactory, owner=user, sku="CUP", name="Other")
    await client.send(InventoryState.undo_delete, product.pk)
    message = "Other products have these SKUs by now: CUP."
    assert client.toasts == [("error", message)]
    await other.adelete()
    await client.send(InventoryState.undo_delete, product.pk)
    assert names(client) == [product.name]


async def test_undo_takes_back_nobody_elses_deletion(connect, user):
    client = await connect(user, HERE)
    product = await add(InventoryProductFactory, owner=user)
    await client.send(InventoryState.delete_product, product.pk)
    await Product.objects.aupdate(owner=await add(UserFactory))
    await client.send(InventoryState.undo_delete, product.pk)
    assert await Product.objects.filter(deleted_at=None).acount() == 0
