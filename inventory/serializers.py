"""What the browser gets of a product in stock: just what the page shows."""

from functools import cached_property
from typing import Any, TypedDict

from django.utils.translation import get_language
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

    @cached_property
    def _language(self) -> str | None:
        return get_language()

    def _serialize_one(self, obj: Any) -> dict[str, Any]:
        """Name what is shown: ``Meta.fields`` would have each field of the model read.

        ``with_shelf`` has looked up what is for sale.
        """
        return {
            "id": obj.pk,
            "name": obj.name,
            "sku": obj.sku,
            "price": money(obj.price, self._language),
            "category": obj.category,
            "is_active": obj.is_active,
            "stock_on_hand": pieces(obj.stock_on_hand, self._language),
            "reorder_level": pieces(obj.reorder_level, self._language),
            "is_low": obj.is_low,
            "is_for_sale": obj.is_for_sale,
        }
