"""What migrations make of the ledger that is there."""

import pytest
from django.core.management import call_command

from inventory.models import StockMovement
from inventory.stock import record_movement
from tests.factories import InventoryProductFactory, product_in_stock
from tests.inventory.test_search_migrations import migrate

pytestmark = pytest.mark.django_db(transaction=True)


def test_products_know_when_they_moved_last():
    moved, unmoved = product_in_stock(5), InventoryProductFactory.create()
    meanwhile = product_in_stock(5)
    try:
        migrate("0019_searched")
        migrate("0020_last_moved")
        newest = StockMovement(product=meanwhile, kind="count", quantity=0)
        StockMovement.objects.bulk_create([newest])
    finally:
        call_command("migrate", "inventory", verbosity=0)
    moved.refresh_from_db()
    assert moved.last_moved_at == moved.movements.get().created_at
    meanwhile.refresh_from_db()
    assert meanwhile.last_moved_at == newest.created_at
    movement = record_movement(moved, "issue", 1, by=moved.owner)
    moved.refresh_from_db()
    assert moved.last_moved_at == movement.created_at
    unmoved.refresh_from_db()
    assert unmoved.last_moved_at is None
