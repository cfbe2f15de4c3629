"""Every save meets the rules, also when two writers race."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from inventory.models import Product
from inventory.validation import messages_by_field
from tests.factories import InventoryProductFactory

pytestmark = pytest.mark.django_db


def test_save_refuses_what_breaks_a_rule():
    product = InventoryProductFactory()
    product.name = ""
    with pytest.raises(ValidationError) as refusal:
        product.save()
    assert list(refusal.value.message_dict) == ["name"]
    product.refresh_from_db()
    assert product.name


def test_loser_of_a_race_is_told_which_field(monkeypatch):
    rival = InventoryProductFactory()
    check = Product.check_fields

    def rival_saves_after_the_check(self):
        check(self)
        Product.objects.filter(pk=rival.pk).update(sku="TAKEN")

    monkeypatch.setattr(Product, "check_fields", rival_saves_after_the_check)
    with pytest.raises(ValidationError) as refusal:
        InventoryProductFactory(owner=rival.owner, sku="TAKEN")
    assert refusal.value.message_dict == {
        "sku": ["You already have a product with this SKU."]
    }
    assert Product.objects.count() == 1  # and the transaction can still be used


def test_what_no_rule_explains_is_raised_as_it_is(monkeypatch):
    product = InventoryProductFactory()
    monkeypatch.setattr(Product, "full_clean", lambda self: None)
    with pytest.raises(IntegrityError):
        InventoryProductFactory(owner=product.owner, sku=product.sku)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x9f", "\ud800", "\n", "\u2028"])
def test_name_refuses_characters_that_do_not_belong(character):
    with pytest.raises(ValidationError) as refusal:
        InventoryProductFactory(name=f"House{character}blend")
    assert refusal.value.message_dict == {
        "name": [
            f"Remove the character U+{ord(character):04X}: it cannot be stored here."
        ]
    }


def test_messages_of_a_field_are_joined():
    error = ValidationError({"price": ["Too low.", "Too odd."], "__all__": ["No."]})
    assert messages_by_field(error) == {"price": "Too low. Too odd.", "form": "No."}
