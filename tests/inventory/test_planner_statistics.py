"""What SQLite's planner knows, after a migration that adds an index."""

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations import Migration

from inventory.listing import Listing
from inventory.models import Product
from inventory.pages import read_page
from tests.factories import InventoryProductFactory, UserFactory
from tests.noted import noted_statements

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


def is_sorted(owner):
    with noted_statements() as asked:
        read_page(Listing(), owner)
    sql, params = asked[0]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return any("TEMP B-TREE" in str(row) for row in cursor.fetchall())


def test_an_index_that_a_migration_adds_misleads_the_planner_no_longer(owner):
    run("ANALYZE")
    assert not is_sorted(owner)
    add_an_index()
    assert is_sorted(owner)  # which is what this is about
    emit_post_migrate_signal(0, False, "default", plan=APPLIED)
    assert not is_sorted(owner)


def test_when_nothing_was_applied_nothing_is_read(owner):
    run("ANALYZE")
    add_an_index()
    emit_post_migrate_signal(0, False, "default", plan=[])
    assert is_sorted(owner)


def test_who_never_asked_for_statistics_gets_none(owner):
    emit_post_migrate_signal(0, False, "default", plan=APPLIED)
    assert "sqlite_stat1" not in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_a_flush_applies_nothing(owner):
    call_command("flush", interactive=False, verbosity=0)
    assert not Product.objects.exists()
