"""Believable rows for tests, saved through the models' own rules."""

from typing import Any

from django.contrib.auth.models import User
from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from inventory.models import Product as InventoryProduct
from inventory.stock import record_movement
from shop.models import Product as ShopProduct
from shop.models import Task

PASSWORD = "correct horse"


class UserFactory(DjangoModelFactory):
    """Somebody who can sign in with ``PASSWORD``."""

    class Meta:
        model = User

    username = Sequence(lambda n: f"user{n}")
    password = Password(PASSWORD)


class InventoryProductFactory(DjangoModelFactory):
    """One article in somebody's private stock."""

    class Meta:
        model = InventoryProduct

    owner = SubFactory(UserFactory)
    name = Sequence(lambda n: f"Coffee no. {n}")
    sku = Sequence(lambda n: f"COF-{n}")
    price = "9.50"
    category = "Coffee"


def product_in_stock(pieces: int, **fields: Any) -> InventoryProduct:
    """Save a product and receive some of it."""
    product = InventoryProductFactory.create(**fields)
    record_movement(product, "receive", pieces, by=product.owner)
    return product


class ShopProductFactory(DjangoModelFactory):
    """One article on the shared shelf."""

    class Meta:
        model = ShopProduct

    name = Sequence(lambda n: f"Tea no. {n}")
    description = "Light and flowery."
    price = "12.00"
    sku = Sequence(lambda n: f"TEA-{n}")


class TaskFactory(DjangoModelFactory):
    """One thing that somebody has to do."""

    class Meta:
        model = Task

    title = Sequence(lambda n: f"Count shelf no. {n}")
    owner = SubFactory(UserFactory)
