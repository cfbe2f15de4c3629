"""What the browser gets of the shelf and of a task: just what the pages show."""

from typing import TypedDict

from reflex_django.serializers import ReflexDjangoModelSerializer

from shop.models import Product, Task


class ProductRow(TypedDict):
    """One row of the shelf; the price is text, so that no cent is rounded away."""

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
