"""Rows for tests that run on an event loop, where the ORM may not run itself."""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.models import Permission, User
from factory.django import DjangoModelFactory

from frontend.states.products import ProductState
from shop.models import Product
from tests.factories import ShopProductFactory
from tests.frontend.client import EventClient


async def add[Row](factory: type[DjangoModelFactory[Row]], **fields: Any) -> Row:
    """Add one row."""
    return await sync_to_async(factory.create)(**fields)


async def add_many[Row](
    factory: type[DjangoModelFactory[Row]], count: int, **fields: Any
) -> list[Row]:
    """Add that many rows, alike but for what the factory numbers."""
    return await sync_to_async(factory.create_batch)(count, **fields)


async def fill_shelf(client: EventClient, count: int) -> list[Product]:
    """Add that many rows at once, and wait until an open shelf has heard of it.

    Give them in the shelf's order: by name, where 1000 comes before 999.
    """
    rows = ShopProductFactory.build_batch(count)
    await Product.objects.abulk_create(rows)
    await client.until(lambda: client.page(ProductState).total == count)
    return sorted(rows, key=lambda row: row.name)


async def allow(user: User, *verbs: str) -> User:
    """Let the user ``add``, ``change`` or ``delete`` what is on the shelf."""
    permissions = Permission.objects.filter(
        content_type__app_label="shop",
        codename__in=[f"{verb}_product" for verb in verbs],
    )
    await user.user_permissions.aset([each async for each in permissions])
    return user
