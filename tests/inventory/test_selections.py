"""Whole selections at once: all or nothing, in few queries, and with an undo."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from inventory.models import Product, StockMovement
from inventory.selections import (
    activate,
    change_category,
    deactivate,
    move_to_trash,
    named,
    restore,
)
from inventory.stock import out_of_balance, record_movement
from inventory.versions import EditConflictError
from shop.publishing import publish, unpublish
from shop.restocking import add_restock_task
from tests.factories import InventoryProductFactory, UserFactory, product_in_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory(is_superuser=True)


@pytest.fixture
def three(owner):
    """Somebody's products, as a selection; another's stand beside them."""
    for number in range(3):
        product_in_stock(5, owner=owner, sku=f"S-{number}")
    InventoryProductFactory(sku="S-0")
    return Product.objects.for_owner(owner)


def values(products, field):
    return list(products.order_by("sku").values_list(field, flat=True))


def test_selection_is_deactivated_and_activated(owner, three):
    assert deactivate(three.exclude(sku="S-2")) == 2
    assert values(three, "is_active") == [False, False, True]
    assert deactivate(three) == 1
    assert activate(three) == 3
    assert activate(three) == 0
    assert values(three, "version") == [3, 3, 3]
    assert Product.objects.exclude(owner=owner).get().version == 1


def test_selection_gets_a_category(three):
    assert change_category(three.filter(sku="S-1"), " Tea ") == 1
    assert values(three, "category") == ["Coffee", "Tea", "Coffee"]
    assert change_category(three, "") == 3


@pytest.mark.parametrize("category", ["x" * 65, "a\nb", "a\0b"])
def test_impossible_category_is_a_field_error(three, category):
    with pytest.raises(ValidationError) as refusal:
        change_category(three, category)
    assert list(refusal.value.message_dict) == ["category"]
    assert values(three, "version") == [1, 1, 1]


def test_form_that_was_open_meanwhile_notices(three):
    in_form = three.get(sku="S-1")
    deactivate(three)
    with pytest.raises(EditConflictError):
        in_form.save()


@pytest.mark.parametrize("size", [1, 30])
def test_selection_takes_as_many_queries_for_one_as_for_many(
    owner, size, django_assert_max_num_queries
):
    InventoryProductFactory.create_batch(size, owner=owner)
    mine = Product.objects.for_owner(owner)
    with django_assert_max_num_queries(3):
        deactivate(mine)
        activate(mine)
        change_category(mine, "Tea")
    with django_assert_max_num_queries(5):
        deletion = move_to_trash(mine)
    with django_assert_max_num_queries(6):
        restore(Product.objects.in_trash_of(owner).filter(deleted_at=deletion.moment))


# Trash


def test_deleted_products_are_gone_until_they_are_restored(owner, three):
    task, _ = add_restock_task(three.get(sku="S-1"))
    before = list(three.values())
    deletion = move_to_trash(three)
    assert deletion.count == 3
    assert not three.exists()
    assert not three.low_stock().exists()
    assert not out_of_balance().exists()
    trash = Product.objects.in_trash_of(owner)
    assert not Product.objects.in_trash_of(AnonymousUser()).exists()
    assert restore(trash.filter(deleted_at=deletion.moment)) == 3
    assert list(three.values()) == [{**row, "version": 3} for row in before]
    assert three.get(sku="S-1").tasks.get() == task
    assert StockMovement.objects.filter(product__in=three).count() == 3


def test_undo_brings_back_its_own_deletion_only(owner, three):
    first = move_to_trash(three.filter(sku="S-0"))
    second = move_to_trash(three.filter(sku="S-1"))
    trash = Product.objects.in_trash_of(owner)
    assert restore(trash.filter(deleted_at=second.moment)) == 1
    assert values(three, "sku") == ["S-1", "S-2"]
    assert values(trash, "deleted_at") == [first.moment]


def test_sku_in_the_trash_is_free_and_then_blocks_the_undo(owner, three):
    deletion = move_to_trash(three)
    InventoryProductFactory(owner=owner, sku="S-1")
    with pytest.raises(ValidationError) as refusal:
        restore(Product.objects.in_trash_of(owner).filter(deleted_at=deletion.moment))
    assert refusal.value.message_dict == {
        "sku": ["Other products have these SKUs by now: S-1."]
    }
    assert values(three, "sku") == ["S-1"]


def test_sku_twice_in_the_trash_comes_back_once_at_most(owner, three):
    move_to_trash(three.filter(sku="S-1"))
    InventoryProductFactory(owner=owner, sku="S-1")
    move_to_trash(three.filter(sku="S-1"))
    with pytest.raises(ValidationError) as refusal:
        restore(Product.objects.in_trash_of(owner))
    assert list(refusal.value.message_dict) == ["sku"]
    assert values(three, "sku") == ["S-0", "S-2"]


def test_what_is_on_the_shelf_is_not_deleted(owner, three):
    publish(three.filter(sku="S-1"), by=owner)
    with pytest.raises(ValidationError) as refusal:
        move_to_trash(three)
    assert refusal.value.message_dict == {"sku": ["Take off the shelf first: S-1."]}
    assert three.count() == 3
    unpublish(three, by=owner)
    assert move_to_trash(three).count == 3


def test_nothing_moves_in_the_trash(three):
    product = three.get(sku="S-1")
    move_to_trash(three)
    with pytest.raises(Product.DoesNotExist):
        record_movement(product, "issue", 1, by=product.owner)


def test_form_does_not_bring_a_product_back(three):
    in_form = three.get(sku="S-1")
    move_to_trash(three)
    in_form.version += 1  # as after "save again to keep yours"
    in_form.save()
    assert not three.exists()


def test_trash_is_emptied_of_what_is_old(owner, three):
    move_to_trash(three)
    old = Product.objects.filter(sku="S-1", owner=owner)
    old.update(deleted_at=timezone.now() - timedelta(days=31))
    output = StringIO()
    call_command("empty_trash", stdout=output)
    assert output.getvalue() == "Deleted 1 products for good.\n"
    assert values(Product.objects.in_trash_of(owner), "sku") == ["S-0", "S-2"]
    assert StockMovement.objects.count() == 2


def test_message_names_the_first_of_very_many():
    assert named(["A", "B"]) == "A, B"
    assert named([str(number) for number in range(12)]).endswith("8, 9 and 2 more")
