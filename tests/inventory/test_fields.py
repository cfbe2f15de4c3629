"""What was typed is tidied before it is compared or stored."""

import pytest
from django.core.exceptions import ValidationError

from inventory.models import Product
from tests.factories import InventoryProductFactory, ShopProductFactory

pytestmark = pytest.mark.django_db


def test_line_is_stripped():
    assert InventoryProductFactory(name="  House blend ").name == "House blend"


def test_blank_line_counts_as_empty():
    with pytest.raises(ValidationError) as refusal:
        InventoryProductFactory(name="   ", category="   ")
    assert refusal.value.message_dict == {"name": ["This field cannot be blank."]}


def test_sku_is_upper_case_in_storage_and_lookup():
    product = InventoryProductFactory(sku=" cof-é1 ")
    product.refresh_from_db()
    assert product.sku == "COF-É1"
    assert Product.objects.get(sku="cof-é1") == product


def test_paragraph_keeps_its_lines():
    product = ShopProductFactory(description=" Light.\r\n\tFlowery.\n ")
    assert product.description == "Light.\n\tFlowery."


@pytest.mark.parametrize("character", ["\0", "\x0b", "\r", "\udfff"])
def test_paragraph_refuses_characters_that_cannot_be_stored(character):
    with pytest.raises(ValidationError) as refusal:
        ShopProductFactory(description=f"Light.{character}Flowery.")
    assert list(refusal.value.message_dict) == ["description"]
