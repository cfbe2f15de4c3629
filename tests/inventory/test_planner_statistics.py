"""What SQLite's planner knows, after a migration that adds an index."""

import pytest
from django.core.management import call_command
from django.core.management.commands import flush
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations import Migration

from inventory.listing import Listing
from inventory.models import Product
from tests.factories import InventoryProductFactory, UserFactory
from tests.inventory.test_plans import is_slow, plan

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL has no statistics of indexes"
    ),
]
APPLIED = [(Migration("0021_moved_before", "inventory"), False)]


@pytest.fixture
def owner():
    owner = UserFactory.create()
    rows = InventoryProductFactory.build_batch(500, owner=owner)
    Product.objects.bulk_create(rows)
    return owner


def run(sql):
    with connection.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def add_an_index():
    (index,) = (
        each for each in Product._meta.indexes if each.name == "inventory_category_sums"
    )
    run(f"DROP INDEX {index.name}")
    run(str(index.create_sql(Product, connection.schema_editor())))
    run("ANALYZE sqlite_schema")  # reads the statistics, and makes none


def is_read_slowly(owner):
    return any(map(is_slow, plan(Listing(), owner)))


def test_an_index_that_a_migration_adds_misleads_the_planner_no_longer(owner):
    run("ANALYZE")
    assert not is_read_slowly(owner)
    add_an_index()
    assert is_read_slowly(owner)  # which is what this is about
    emit_post_migrate_signal(0, False, "default", plan=APPLIED)
    assert not is_read_slowly(owner)


def test_when_nothing_was_applied_nothing_is_read(owner):
    run("ANALYZE")
    add_an_index()
    emit_post_migrate_signal(0, False, "default", plan=[])
    assert is_read_slowly(owner)


def test_who_never_asked_for_statistics_gets_none(owner):
    emit_post_migrate_signal(0, False, "default", plan=APPLIED)
    assert "sqlite_stat1" not in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_a_flush_applies_nothing(owner, monkeypatch):
    # As it is: other tests do without what it sends (tests/conftest.py).
    monkeypatch.setattr(flush, "emit_post_migrate_signal", emit_post_migrate_signal)
    call_command("flush", interactive=False, verbosity=0)
    assert not Product.objects.exists()
