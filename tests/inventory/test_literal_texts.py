"""What is searched for stands for itself, on each way and in each field."""

from itertools import chain

import pytest
from django.db import connection

from inventory.listing import Listing
from inventory.models import Product
from inventory.pages import read_page
from tests.factories import InventoryProductFactory, UserFactory
from tests.inventory.test_filtered_ways import WAYS
from tests.inventory.test_ways import rows_of, turned
from tests.noted import noted_statements

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["100 %", "2_5", "3\\%4", "'5'\"5", "--- *"])
@pytest.mark.parametrize("way", WAYS)
def test_text_stands_for_itself_on_each_way(text, way, limits):
    limits(**WAYS[way])
    owner = UserFactory.create()
    for number in range(9):
        name = f"{'Oak' if number % 2 else 'ASH'} {text} {number}"
        other = f"Oak 100 x, 2x5, 3\\x4 {number}"
        for each in (name, other):
            InventoryProductFactory.create(owner=owner, name=each)
    expected = Product.objects.for_owner(owner).search(text).order_by("name", "id")
    assert len(expected) == 9
    there, back = turned(owner, search_query=text)
    assert [*chain.from_iterable(rows_of(there))] == [each.pk for each in expected]
    assert rows_of(back) == rows_of(there)


@pytest.mark.parametrize("text", ["oak sku", "oak\x1fsku", "oak\nsku", "k\x1fs"])
def test_text_is_found_within_a_field_only(text):
    product = InventoryProductFactory.create(name="Oak", sku="SKU-1", category="Tea")
    assert [*Product.objects.search(text)] == []
    assert read_page(Listing(search_query=text), product.owner).products == []


def test_no_product_is_turned_into_capitals_to_be_compared():
    with noted_statements() as asked:
        read_page(Listing(search_query="oak 1"), UserFactory.create())
    assert "searched" in asked[-1][0]
    assert 'UPPER("inventory_product"' not in asked[-1][0]


@pytest.mark.parametrize(("text", "count"), [("ärø ØL", 1), ("ÄRØ øl", 0)])
def test_sqlite_takes_only_unaccented_letters_for_each_other(text, count):
    InventoryProductFactory.create(name="ärø ØL")
    everywhere = 1 if connection.vendor == "postgresql" else count
    assert Product.objects.search(text).count() == everywhere
