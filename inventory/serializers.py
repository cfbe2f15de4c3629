"""What the browser gets of a product in stock: just what the page shows."""

from typing import Any, TypedDict

from reflex_django.serializers import ReflexDjangoModelSerializer

from inventory.formats import money, pieces
from inventory.models import Product


class ProductRow(TypedDict):
    """One row of the list; price and numbers are texts, as they are read."""

    id: int
    name: str
    sku: str
    price: str
    category: str
    is_active: bool
    stock_on_hand: str
    reorder_level: str
    is_low: bool
    is_for_sale: bool


class ProductSerializer(ReflexDjangoModelSerializer):
    """Turns products into ``ProductRow`` dictionaries."""

    class Meta:
        model = Product
        fields = ("id", "name", "sku", "category", "is_active")

    def _serialize_one(self, obj: Any) -> dict[str, Any]:
        """Add what is no field of a form, or is written in another way.

        ``with_shelf`` has looked up what is for sale.
        """
        return super()._serialize_one(obj) | {
            "price": money(obj.price),
            "stock_on_hand": pieces(obj.stock_on_hand),
            "reorder_level": pieces(obj.reorder_level),
            "is_low": obj.is_low,
            "is_for_sale": obj.is_for_sale,
        }
