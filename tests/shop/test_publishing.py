"""Publishing: from one's own stock to the shelf: all of a selection, or none."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from inventory.models import Product as StockProduct
from shop import publishing
from shop.models import Product as ShelfProduct
from shop.publishing import publish, unpublish
from tests.factories import InventoryProductFactory, ShopProductFactory
from tests.shop.conftest import user_who_may

pytestmark = pytest.mark.django_db

FIELDS = ("sku", "name", "price", "is_active")


def on_shelf(*fields):
    return list(ShelfProduct.objects.order_by("sku").values_list(*fields))


def test_selection_is_published_and_taken_off_again(editor, three):
    three.filter(sku="S-1").update(is_active=False)
    assert publish(three, by=editor) == 3
    assert on_shelf(*FIELDS) == list(three.order_by("sku").values_list(*FIELDS))
    assert unpublish(three.filter(sku="S-0"), by=editor) == 1
    assert unpublish(three, by=editor) == 2
    assert on_shelf("sku") == []
    assert publish(three.none(), by=editor) == unpublish(three, by=editor) == 0


def test_publishing_again_brings_up_to_date_and_keeps_the_rest(editor, three):
    publish(three, by=editor)
    ShelfProduct.objects.update(description="Fine.", is_active=False)
    product = three.get(sku="S-1")
    product.sku = "NEW-1"
    product.save()
    assert on_shelf("sku") == [("S-0",), ("S-1",), ("S-2",)]
    assert publish(three, by=editor) == 3
    assert on_shelf("sku", "description", "is_active", "version") == [
        ("NEW-1", "Fine.", False, 2),
        ("S-0", "Fine.", False, 1),
        ("S-2", "Fine.", False, 1),
    ]


@pytest.mark.parametrize("size", [1, 30])
def test_publishing_takes_as_many_queries_for_one_as_for_many(
    editor, size, django_assert_max_num_queries
):
    InventoryProductFactory.create_batch(size, owner=editor)
    selection = StockProduct.objects.for_owner(editor)
    editor.get_all_permissions()
    with django_assert_max_num_queries(11):
        publish(selection, by=editor)
    with django_assert_max_num_queries(6):
        unpublish(selection, by=editor)


# Refusals


def test_each_right_is_needed(three):
    for verbs in ((), ("change", "delete")):
        with pytest.raises(PermissionDenied):
            publish(three, by=user_who_may(*verbs))
    assert on_shelf("sku") == []
    publish(three, by=user_who_may("add"))
    with pytest.raises(PermissionDenied):
        publish(three, by=user_who_may("add", "delete"))
    for user in (user_who_may("add", "change"), AnonymousUser()):
        with pytest.raises(PermissionDenied):
            unpublish(three, by=user)
    assert len(on_shelf("sku")) == 3


@pytest.mark.parametrize("owned", [False, True])
def test_clash_is_a_field_error_and_nothing_is_published(editor, three, owned):
    rival = InventoryProductFactory(sku="S-1") if owned else None
    ShopProductFactory(sku="S-1", source=rival, name="Theirs")
    with pytest.raises(ValidationError) as refusal:
        publish(three, by=editor)
    assert refusal.value.message_dict == {
        "sku": ["The shelf has other products under: S-1."]
    }
    assert on_shelf("name") == [("Theirs",)]


def test_loser_of_a_race_is_told_too(editor, three, monkeypatch):
    check = publishing._refuse_clashes

    def rival_comes_after_the_check(*arguments):
        monkeypatch.setattr(publishing, "_refuse_clashes", check)
        check(*arguments)
        ShopProductFactory(sku="S-2")

    monkeypatch.setattr(publishing, "_refuse_clashes", rival_comes_after_the_check)
    with pytest.raises(ValidationError, match="S-2"):
        publish(three, by=editor)


def test_what_no_rule_explains_is_raised_as_it_is(editor, three, monkeypatch):
    ShopProductFactory(sku="S-2")
    monkeypatch.setattr(publishing, "_refuse_clashes", lambda *_: None)
    with pytest.raises(IntegrityError):
        publish(three, by=editor)
