"""What migrations make of the ledger that is there."""

import pytest
from django.core.management import call_command

from inventory.models import Product
from inventory.stock import record_movement
from tests.factories import InventoryProductFactory, product_in_stock
from tests.inventory.test_search_migrations import migrate

pytestmark = pytest.mark.django_db(transaction=True)


def test_products_know_when_they_moved_last():
    moved, unmoved = product_in_stock(5), InventoryProductFactory.create()
    try:
        migrate("0019_searched")
    finally:
        call_command("migrate", "inventory", verbosity=0)
    moved.refresh_from_db()
    assert moved.last_moved_at == moved.movements.get().created_at
    movement = record_movement(moved, "issue", 1, by=moved.owner)
    moved.refresh_from_db()
    assert moved.last_moved_at == movement.created_at
    unmoved.refresh_from_db()
    assert unmoved.last_moved_at is None
    assert Product.objects.count() == 2
