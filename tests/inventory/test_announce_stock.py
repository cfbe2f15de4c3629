"""PostgreSQL announces to each owner what happens to their stock."""

import pytest
from django.db import connection

from inventory.ledger import StockMovement
from inventory.models import Product
from inventory.selections import activate, move_to_trash
from inventory.stock import record_movement
from tests.factories import InventoryProductFactory, UserFactory, product_in_stock
from tests.heard import announcements, triggers

pytestmark = [pytest.mark.django_db(transaction=True), triggers]


def stock(owner):
    return {"label": f"inventory.stock.{owner if owner == '*' else owner.pk}"}


@pytest.fixture
def product():
    return product_in_stock(3)


def test_movement_and_its_balance_are_announced_once(product):
    with announcements() as heard:
        record_movement(product, "issue", 1, by=product.owner)
    assert heard == [stock(product.owner)]


def test_movements_by_any_program_go_to_their_owners(product):
    theirs = product_in_stock(3)
    product_in_stock(3)
    movements = [
        StockMovement(product=each, kind="count", quantity=0)
        for each in (product, theirs, product)
    ]
    with announcements() as heard:
        StockMovement.objects.bulk_create(movements)
    expected = [stock(product.owner), stock(theirs.owner)]
    assert sorted(heard, key=str) == sorted(expected, key=str)


def test_what_the_figures_depend_on_is_announced(product):
    mine = Product.objects.for_owner(product.owner)
    with announcements() as heard:
        product.price = "9.99"
        product.save()
        mine.update(is_active=False)
        activate(mine)
        move_to_trash(mine)
        Product.objects.all().delete()
    assert heard == [stock(product.owner)] * 5


def test_product_that_changes_hands_is_announced_to_both(product):
    before, after = product.owner, UserFactory()
    with announcements() as heard:
        Product.objects.filter(pk=product.pk).update(owner=after)
    assert sorted(heard, key=str) == sorted([stock(before), stock(after)], key=str)


def test_of_very_many_owners_none_is_named():
    rows = [InventoryProductFactory.build(owner=UserFactory()) for _ in range(101)]
    with announcements() as heard:
        Product.objects.bulk_create(rows)
    assert heard == [stock("*")]


@pytest.mark.parametrize("table", [StockMovement, Product])
def test_of_a_table_that_is_emptied_all_are_told(product, table):
    with announcements() as heard, connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table._meta.db_table} CASCADE")
    assert stock("*") in heard


def test_nothing_changed_is_nothing_said(product):
    with announcements() as heard, connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_product SET name = 'x' WHERE false")
    assert heard == []
