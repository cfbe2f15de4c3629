"""What migrations make of the bounds and of what is searched, there and back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from inventory.models import Product
from tests.factories import InventoryProductFactory
from tests.inventory.test_spans import between, kept, names
from tests.inventory.test_trigrams import found

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name):
    """Give what was when this was the last migration."""
    return MigrationExecutor(connection).migrate([("inventory", name)])


def test_migrations_take_in_what_is_there(owner, add):
    for name, price in (("Oak table", 9), ("Ash bowl", 100), ("Oak tub", "9.50")):
        add(name, price=price, category=f"For {price}")
    other = InventoryProductFactory.create(name="Øre oak")
    before = kept()
    for state in ("0009_faster_search", "0010_search_spans"):
        migrate(state)
    call_command("migrate", "inventory", verbosity=0)
    assert kept() == before
    add("Aaa oak", price="0.25")
    assert names(owner, "oak") == ("Aaa oak", "Oak tub")
    assert between(owner, "oak", "price") == [(0.25, 9.5)]
    assert names(other.owner, "Øre") == ("Øre oak", "Øre oak")


def test_names_alone_are_bounded_again_after_a_way_back(owner, add):
    add("Oak table")
    try:
        then = migrate("0017_longer_pieces").apps.get_model("inventory", "Product")
        # SQLite has no triggers there
        then.objects.create(owner_id=owner.pk, name="Aaa oak", sku="A", price=1)
        migrate("0016_searched_status")
        assert names(owner, "oak") == ("Aaa oak", "Oak table")
        migrate("0010_search_spans")
        with connection.cursor() as cursor:
            name = "UPDATE inventory_product SET name = 'Tall oak'"
            cursor.execute(name)
            oak = "oak" if connection.vendor == "sqlite" else "OAK"
            select = "SELECT lowest, highest FROM inventory_span WHERE trigram = %s"
            cursor.execute(select, [oak])
            assert cursor.fetchall() == [("Aaa oak", "Tall oak")]
    finally:
        call_command("migrate", "inventory", verbosity=0)
    assert names(owner, "oak") == ("Tall oak", "Tall oak")


def test_what_is_searched_is_kept_on_both_ways(owner, add):
    oak, gone = add("Oak table"), add("Gone")
    last_key = gone.pk
    Product.objects.filter(pk=last_key).delete()
    then = migrate("0018_bounds_around_spaces").apps.get_model("inventory", "Product")
    pine = then.objects.create(owner_id=owner.pk, name="Pine bowl", sku="P", price=1)
    assert pine.pk > last_key  # no key is given twice
    then.objects.filter(pk=oak.pk).update(name="Ash table")
    then.objects.filter(pk=pine.pk).delete()
    call_command("migrate", "inventory", verbosity=0)
    tub = add("Oak tub")
    assert tub.pk > pine.pk
    assert found(owner, "oak") == [tub.pk]
    assert found(owner, "ash tab") == [oak.pk]
    assert found(owner, "bowl") == []
    Product.objects.filter(pk=tub.pk).update(name="Elm")
    assert (found(owner, "oak tub"), found(owner, "elm")) == ([], [tub.pk])


def test_table_before_pieces_is_as_it_was_on_the_way_back(owner, add):
    oak = add("Oak table")
    try:
        migrate("0022_drop_category_stock")
        add("Old oak")
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT COUNT(*) FROM inventory_search('oak')")
                assert cursor.fetchone() == (2,)
    finally:
        call_command("migrate", "inventory", verbosity=0)
    assert found(owner, "oak tab") == [oak.pk]
    assert len(found(owner, "oak")) == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has none")
def test_index_that_was_broken_off_is_made_anew():
    migrate("0023_pieces_of_four")
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX inventory_pieces ON inventory_product (name)")
        call_command("migrate", "inventory", verbosity=0)
        cursor.execute("SELECT pg_get_indexdef('inventory_pieces'::regclass)")
        assert "gin (inventory_pieces(searched))" in cursor.fetchone()[0]
