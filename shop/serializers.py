"""What the browser gets of the shelf and of a task: just what the pages show."""

from typing import Any, TypedDict

from reflex_django.serializers import ReflexDjangoModelSerializer

from inventory.formats import money
from shop.models import Product, Task


class ProductRow(TypedDict):
    """One row of the shelf; the price is text, as it is read."""

    id: int
    name: str
    sku: str
    price: str
    description: str
    is_active: bool


class ProductSerializer(ReflexDjangoModelSerializer):
    """Turns products on the shelf into ``ProductRow`` dictionaries."""

    class Meta:
        model = Product
        fields = ("id", "name", "sku", "price", "description", "is_active")

    def _serialize_one(self, obj: Any) -> dict[str, Any]:
        """Write the price as everywhere."""
        return super()._serialize_one(obj) | {"price": money(obj.price)}


class TaskRow(TypedDict):
    """One row of the to-do list."""

    id: int
    title: str
    done: bool


class TaskSerializer(ReflexDjangoModelSerializer):
    """Turns tasks into ``TaskRow`` dictionaries."""

    class Meta:
        model = Task
        fields = ("id", "title", "done")
