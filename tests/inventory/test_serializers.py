"""What the browser gets of a product in stock, and nothing else."""

import pytest

from inventory.serializers import ProductRow, ProductSerializer
from tests.factories import InventoryProductFactory

pytestmark = pytest.mark.django_db


def test_product_becomes_a_row():
    product = InventoryProductFactory(price="9.50", category="", is_active=False)
    (row,) = ProductSerializer([product], many=True).data
    assert row == {
        "id": product.pk,
        "name": product.name,
        "sku": product.sku,
        "price": "9.50 €",
        "category": "",
        "is_active": False,
        "stock_on_hand": "0",
        "reorder_level": "",
        "is_low": False,
        "is_for_sale": False,
    }
    assert set(row) == set(ProductRow.__annotations__)


def test_price_is_text_to_the_last_cent():
    product = InventoryProductFactory(price="99999999.99")
    product.refresh_from_db()
    (row,) = ProductSerializer([product], many=True).data
    assert dict(row)["price"] == "99,999,999.99 €"
