"""What the browser gets of a product in stock: just what the page shows."""

from typing import TypedDict

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


class ProductSerializer(ReflexDjangoModelSerializer):
    """Turns products into ``ProductRow`` dictionaries."""

    class Meta:
        model = Product
        fields = ("id", "name", "sku", "price", "category", "is_active")
