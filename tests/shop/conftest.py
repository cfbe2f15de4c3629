"""An editor with some stock to publish."""

import pytest
from django.contrib.auth.models import Permission

from inventory.models import Product as StockProduct
from tests.factories import InventoryProductFactory, UserFactory


def user_who_may(*verbs):
    codenames = [f"{verb}_product" for verb in verbs]
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="shop", codename__in=codenames
        )
    )
    return user


@pytest.fixture
def editor():
    return user_who_may("add", "change", "delete")


@pytest.fixture
def three(editor):
    """An editor's stock, as a selection."""
    for number in range(3):
        InventoryProductFactory(owner=editor, sku=f"S-{number}")
    return StockProduct.objects.for_owner(editor)
