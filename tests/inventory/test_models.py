"""The rules of a product in somebody's private stock."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection

from inventory.models import Product
from tests.factories import InventoryProductFactory, UserFactory

pytestmark = pytest.mark.django_db

IMPOSSIBLE_PRICES = [
    *("", None, "abc", "1,50", "\ud800"),
    *("0", "-1", "0.001", "1.234567", 0.1234),
    *("100000000", "99999999999", "1e400", "1e999999999999999999999"),
    *("NaN", "Infinity", "-inf", float("nan"), float("inf")),
]


def refused(**fields):
    """The messages by field, with which saving such a product is refused."""
    with pytest.raises(ValidationError) as refusal:
        InventoryProductFactory(**fields)
    return refusal.value.message_dict


def test_for_owner_shows_only_what_is_theirs():
    mine = InventoryProductFactory()
    InventoryProductFactory()
    assert list(Product.objects.for_owner(mine.owner)) == [mine]


def test_for_owner_shows_nothing_to_somebody_not_signed_in():
    InventoryProductFactory()
    assert not Product.objects.for_owner(AnonymousUser()).exists()


@pytest.mark.parametrize("text", ["blend", "hb-", "drin"])
def test_search_looks_at_name_sku_and_category(text):
    wanted = InventoryProductFactory(name="House blend", sku="HB-1", category="Drinks")
    InventoryProductFactory(name="Cup", sku="CUP-1", category="Tableware")
    assert list(Product.objects.search(text)) == [wanted]


def test_order_is_by_name_then_oldest_first():
    owner = UserFactory()
    names = ["Tamper", "Cup", "Cup"]
    third, first, second = [
        InventoryProductFactory(owner=owner, name=name) for name in names
    ]
    assert list(Product.objects.all()) == [first, second, third]


def test_sku_is_unique_per_owner_whatever_its_case():
    product = InventoryProductFactory(sku="COF-1")
    assert refused(owner=product.owner, sku="cof-1") == {
        "sku": ["You already have a product with this SKU."]
    }
    assert InventoryProductFactory(sku="COF-1").owner != product.owner


def test_database_itself_keeps_the_sku_unique():
    product = InventoryProductFactory()
    twin = Product(owner=product.owner, name="Twin", sku=product.sku, price=1)
    with pytest.raises(IntegrityError):
        Product.objects.bulk_create([twin])


def test_saving_again_does_not_collide_with_itself():
    product = InventoryProductFactory()
    product.name = "New name"
    product.save()
    assert Product.objects.get().name == "New name"


@pytest.mark.parametrize("price", IMPOSSIBLE_PRICES)
def test_price_that_cannot_be_is_refused_beside_its_field(price):
    assert list(refused(price=price)) == ["price"]


@pytest.mark.parametrize("price", ["0.01", "99999999.99", " 5 ", 7])
def test_price_is_read_back_exactly(price):
    product = InventoryProductFactory(price=price)
    product.refresh_from_db()
    assert product.price == Decimal(price)


@pytest.mark.parametrize("price", ["0", "1e8", "1.5e300", "1e400", "'NaN'"])
def test_database_itself_keeps_the_price_readable(price):
    InventoryProductFactory()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE inventory_product SET price = {price}")


@pytest.mark.parametrize(("field", "longest"), [("name", 128), ("sku", 64)])
def test_text_has_a_longest_length(field, longest):
    InventoryProductFactory(**{field: "x" * longest})
    assert list(refused(**{field: "x" * (longest + 1)})) == [field]


def test_every_mistake_is_named_at_once():
    assert set(refused(name="", sku="", price="", category="x" * 65)) == {
        "name",
        "sku",
        "price",
        "category",
    }


def test_product_introduces_itself():
    assert str(InventoryProductFactory.build(name="Cup", sku="C-1")) == "Cup (C-1)"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite may lose triggers")
def test_all_triggers_are_there():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(cursor.fetchall())
    assert set(triggers) == {
        *(f"inventory_search_{each}" for each in ("insert", "update", "delete")),
        *(f"inventory_span_{each}" for each in ("insert", "update")),
        "inventory_last_moved",
    }
    for name in ("insert", "update", "delete"):  # of the newest table
        assert "substr" in triggers[f"inventory_search_{name}"]
