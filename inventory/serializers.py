"""What the browser gets of a product in stock: just what the page shows."""

from typing import Any, TypedDict

from reflex_django.serializers import ReflexDjangoModelSerializer

from inventory.formats import money, pieces


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

    def _serialize_one(self, obj: Any) -> dict[str, Any]:
        """Name what is shown: ``Meta.fields`` would have each field of the model read.

        ``with_shelf`` has looked up what is for sale.
        """
        return {
            "id": obj.pk,
            "name": obj.name,
            "sku": obj.sku,
            "price": money(obj.price),
            "category": obj.category,
            "is_active": obj.is_active,
            "stock_on_hand": pieces(obj.stock_on_hand),
            "reorder_level": pieces(obj.reorder_level),
            "is_low": obj.is_low,
            "is_for_sale": obj.is_for_sale,
        }
