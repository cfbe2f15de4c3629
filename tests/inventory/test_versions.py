"""Two editors of one row: the second is told, and overwrites nothing unasked."""

import pytest

from inventory.models import Product
from inventory.versions import CONFLICT, EditConflictError
from tests.factories import InventoryProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_copies() -> tuple[Product, Product]:
    """Give the same row, as two people opened it."""
    pk = InventoryProductFactory(name="Cup", sku="CUP-1", price="4.80").pk
    return Product.objects.get(pk=pk), Product.objects.get(pk=pk)


def test_the_second_to_save_is_told_what_differs(two_copies):
    mine, theirs = two_copies
    theirs.price = "5.00"
    theirs.save()
    mine.sku, mine.name = "cup-1", "Mug"
    with pytest.raises(EditConflictError) as conflict:
        mine.save()
    assert conflict.value.messages_by_field() == {
        "form": CONFLICT,
        "name": "Theirs: Cup",
        "price": "Theirs: 5.00",
    }
    assert Product.objects.get().name == "Cup"


def test_what_is_empty_on_both_sides_does_not_differ(two_copies):
    mine, theirs = two_copies
    theirs.category = "Tea"
    theirs.save()
    mine.name, mine.reorder_level = "Mug", ""  # as a form sends it
    with pytest.raises(EditConflictError) as conflict:
        mine.save()
    assert {*conflict.value.messages_by_field()} == {"form", "name", "category"}


def test_saving_over_the_newer_version_is_possible(two_copies):
    mine, theirs = two_copies
    theirs.save()
    mine.name, mine.version = "Mug", theirs.version
    mine.save()
    assert Product.objects.get().name == "Mug"


def test_one_copy_may_be_saved_again_and_again(two_copies):
    mine, _ = two_copies
    for name in ("Mug", "Bowl", "Glass"):
        mine.name = name
        mine.save()
    assert Product.objects.get().name == "Glass"


def test_an_invalid_save_does_not_make_the_copy_stale(two_copies):
    mine, _ = two_copies
    mine.price = "0"
    with pytest.raises(Exception, match="above zero"):
        mine.save()
    mine.price = "1"
    mine.save()
    assert Product.objects.get().version == 2


def test_a_deleted_row_does_not_come_back(two_copies):
    mine, theirs = two_copies
    theirs.delete()
    with pytest.raises(Product.DoesNotExist):
        mine.save()
    assert not Product.objects.exists()
