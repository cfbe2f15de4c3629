"""What a search box means."""

import pytest

from inventory.models import Product
from inventory.search import LONGEST_SEARCH, contains
from tests.factories import InventoryProductFactory

pytestmark = pytest.mark.django_db


def found(text):
    return Product.objects.filter(contains(text, "name", "category")).count()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 2),
        ("  ", 2),
        ("HOUSE", 1),
        (" se ble ", 1),
        ("drinks", 2),
        ("100%", 1),
        ("%", 1),
        ("_", 0),
        ("\\", 0),
        ("nothing like it", 0),
    ],
)
def test_contains_ignores_case_and_takes_wildcards_as_text(text, count):
    InventoryProductFactory(name="House blend", category="Drinks")
    InventoryProductFactory(name="100% Arabica", category="Drinks")
    assert found(text) == count


@pytest.mark.parametrize(
    "text",
    ["\0", "\ud800", "a" * (LONGEST_SEARCH + 1), "%" * 60_000],
    ids=["NUL", "lone surrogate", "long", "too long for SQLite"],
)
def test_text_that_nothing_can_hold_finds_nothing(text):
    InventoryProductFactory(name="a" * 128)
    assert found(text) == 0
