"""Texts without letters, which PostgreSQL compares as they stand."""

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


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite needs no capitals"
)
def test_only_a_text_without_letters_is_compared_as_it_stands():
    written = capitals("oak 1")
    assert capitals("100 %") < written
    assert capitals("äöü 1") == written


def capitals(text):
    """Count where a search turns something into capitals."""
    with noted_statements() as asked:
        read_page(Listing(search_query=text), UserFactory.create())
    return asked[-1][0].count("UPPER(")
