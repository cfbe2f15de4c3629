"""What the browser gets of a product in stock: just what the page shows."""

from typing import Any, TypedDict

from reflex_django.serializers import ReflexDjangoModelSerializer

from inventory.models import Product


class ProductRow(TypedDict):
    """One row of the list; the price is text, so that no cent is rounded away."""

    id: int
    name: str
    sku: str
    price: str
    category: str
    is_active: bool
    stock_on_hand: int
    is_low: bool
    is_for_sale: bool


class ProductSerializer(ReflexDjangoModelSerializer):
    """Turns products into ``ProductRow`` dictionaries."""

    class Meta:
        model = Product
        fields = (
            *("id", "name", "sku", "price", "category", "is_active"),
            "stock_on_hand",
        )

    def _serialize_one(self, obj: Any) -> dict[str, Any]:
        """Add what is no column; ``with_shelf`` has looked up what is for sale."""
        row = super()._serialize_one(obj)
        return {**row, "is_low": obj.is_low, "is_for_sale": obj.is_for_sale}
