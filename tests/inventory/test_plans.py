"""How the database reads the list: along an index, whatever the order and the page."""

import re

import pytest
from django.db import connection

from inventory import cursors
from inventory.categories import MOST_CATEGORIES, read_categories
from inventory.dashboard import read_dashboard
from inventory.listing import Listing
from inventory.models import Product
from inventory.orders import COLUMNS
from inventory.pages import read_page
from inventory.spans import BOUNDED
from tests.factories import InventoryProductFactory, UserFactory
from tests.noted import noted_statements

pytestmark = pytest.mark.django_db

SORTS = [*COLUMNS, *(f"-{name}" for name in COLUMNS)]


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    """Somebody with enough products for the planner to want an index."""
    with django_db_blocker.unblock():
        owner = UserFactory.create()
        rows = (
            Product(
                **{"owner": owner, "name": f"Oak table {n}", "sku": str(n)},
                price=1 + n % 9,
                category="Tea" if n % 9 == 0 else "",
                is_active=n % 7 > 0,
                reorder_level=n % 5 or None,
                stock_on_hand=n % 11,
            )
            for n in range(5000)
        )
        Product.objects.bulk_create(rows, batch_size=1000)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE inventory_product")
        yield owner
        owner.delete()


def plan(listing, owner):
    with noted_statements() as asked:
        read_page(listing, owner)
    return lines_of(*asked[0])


def lines_of(sql, params):
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", params)
        return [str(row[-1]) for row in cursor.fetchall()]


def is_slow(line):
    """Tell of reading everything, or sorting it.

    What is counted, ``U0``, ends at a bound: PostgreSQL may take any rows for it.
    """
    sqlite = line.startswith("SCAN inventory") or "TEMP B-TREE" in line
    postgresql = (
        "Seq Scan on inventory" in line and "U0" not in line
    ) or "Sort" in line
    return sqlite or postgresql


@pytest.mark.parametrize("page", ["first", "after", "before", "last"])
@pytest.mark.parametrize("sort", SORTS)
def test_each_page_of_each_order_is_read_along_its_index(many, sort, page):
    row = Product.objects.for_owner(many).get(sku="2500")
    place = cursors.write(sort, row)
    listing = {
        "first": Listing(sort=sort),
        "after": Listing(sort=sort, after=place),
        "before": Listing(sort=sort, before=place),
        "last": Listing(sort=sort, before=cursors.END),
    }[page]
    lines = plan(listing, many)
    assert [line for line in lines if is_slow(line)] == []
    index = "inventory_by_"
    name = sort.removeprefix("-")
    wanted = f"{index}{name}{'_down' if sort == '-level' else ''}"
    assert wanted in "\n".join(lines)
    if page in ("after", "before") and connection.vendor == "sqlite":
        rows = next(line for line in lines if wanted in line and "COVER" not in line)
        assert ">" in rows or "<" in rows, rows  # from that row on, not from the first


def test_long_text_is_looked_up_in_the_index_of_its_pieces(many):
    found = plan(Listing(search_query="Oak table 2500"), many)
    pieces = {"sqlite": "inventory_search", "postgresql": "inventory_pieces"}
    assert pieces[connection.vendor] in "\n".join(found)


FILTERS = {
    "category": {"category": "Tea"},
    "inactive": {"status": "inactive"},
    "low": {"low_stock": True},
}


@pytest.mark.parametrize("scope", FILTERS)
@pytest.mark.parametrize("sort", SORTS)
def test_each_order_of_what_a_filter_leaves_is_read_along_its_index(many, sort, scope):
    row = Product.objects.for_owner(many).get(sku="2500")
    filtered = Listing(sort=sort, after=cursors.write(sort, row), **FILTERS[scope])
    lines = plan(filtered, many)
    assert [line for line in lines if is_slow(line)] == []
    if connection.vendor == "sqlite":  # PostgreSQL has a choice, with few rows
        assert re.search(rf"inventory_(by|{scope})_", "\n".join(lines)), lines


@pytest.mark.skipif(connection.vendor == "sqlite", reason="prefers such an index")
def test_postgresql_has_no_key_that_is_alike_in_all_of_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname ~ 'inventory_'")
        parts = [definition.partition(" WHERE ") for (definition,) in cursor]
    where = [keys for keys, _, condition in parts if "is_active" in condition]
    assert len(where) == 12
    assert [keys for keys in where if "is_active" in keys] == []


@pytest.mark.parametrize("column", BOUNDED)
@pytest.mark.parametrize("minus", ["", "-"])
def test_search_walks_between_what_may_match(many, column, minus):
    lines = plan(Listing(search_query="table", sort=f"{minus}{column}"), many)
    assert f"inventory_by_{column}" in "\n".join(lines)
    within = {
        "sqlite": rf"\(owner_id=\? AND .*{column}\b.*>.* AND .*{column}\b.*<",
        "postgresql": rf"Index Cond: .*{column}\b.* >= .*{column}\b.* <= ",
    }[connection.vendor]
    assert [line for line in lines if re.search(within, line)], lines


def test_dashboard_adds_up_along_an_index_and_looks_at_what_has_moved(many):
    with noted_statements() as asked:
        read_dashboard(many)
    plans = [lines_of(*each) for each in asked]
    moved = [lines for lines in plans if "inventory_last_moved" in "\n".join(lines)]
    assert (len(moved), len(plans)) == (3, 4), plans
    if connection.vendor == "sqlite":  # PostgreSQL reads all rows, if all are theirs
        (sums,) = (lines for lines in plans if lines not in moved)
        assert "COVERING INDEX inventory_category_sums" in sums[0], sums


def test_categories_are_found_one_after_the_other(many):
    owner = UserFactory.create()
    assert read_categories(owner) == []
    for name in ("Tea", "", "Coffee", "Tea", "tea"):
        InventoryProductFactory.create(owner=owner, category=name)
    InventoryProductFactory.create(category="Theirs")
    gone = InventoryProductFactory.create(owner=owner, category="Gone")
    Product.objects.filter(pk=gone.pk).update(deleted_at="2026-01-01T00:00Z")
    assert sorted(read_categories(owner)) == ["Coffee", "Tea", "tea"]
    Product.objects.bulk_create(
        Product(owner=owner, name="x", sku=f"X{n}", price=1, category=f"Category {n}")
        for n in range(MOST_CATEGORIES)
    )
    assert len(read_categories(owner)) == MOST_CATEGORIES
