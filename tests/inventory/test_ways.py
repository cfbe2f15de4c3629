"""The pages of a search with very many matches: found near, by turning both ways."""

import sqlite3
from collections import Counter
from itertools import chain

import pytest
from django.db import connection

from inventory import cursors
from inventory.listing import Listing
from inventory.models import Product
from inventory.orders import COLUMNS, ordering
from inventory.pages import read_page
from tests.factories import InventoryProductFactory, UserFactory

pytestmark = pytest.mark.django_db

SORTS = [*COLUMNS, *(f"-{name}" for name in COLUMNS)]
MOST_READ = 10_000  # columns, while SQLite prepares a statement


@pytest.fixture
def owner():
    """Somebody with 17 oak tables, before and after as many of ash and of pine."""
    owner = UserFactory.create()
    for number in range(51):
        wood = ("Ash", "Oak", "Pine")[number // 17]
        InventoryProductFactory.create(
            owner=owner,
            name=f"{wood} table {number}",
            category=f"Made of {wood}",
            price=number + 1,
        )
    return owner


def turned(owner, **view):
    """Turn all pages from the first to the last, and back: give both."""
    page = read_page(Listing(page_size=5, **view), owner)
    there = [page]
    while page.has_next:
        last = cursors.write(page.listing.sort, page.products[-1])
        page = read_page(page.listing.turned(after=last), owner)
        there.append(page)
    back = [page]
    while page.has_previous:
        first = cursors.write(page.listing.sort, page.products[0])
        page = read_page(page.listing.turned(before=first), owner)
        back.append(page)
    return there, back[::-1]


def rows_of(pages):
    return [[each.pk for each in page.products] for page in pages]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("near", [2000, 3])
@pytest.mark.parametrize(("very_many", "far"), [(20_000, 100_000), (1, 51), (1, 5)])
def test_pages_are_the_same_there_and_back(owner, sort, near, very_many, far, limits):
    limits(MOST_COUNTED=4, NEAR=near, NEAR_BY_NAME=near, VERY_MANY=very_many, FAR=far)
    matching = Product.objects.for_owner(owner).search("oak")
    expected = [each.pk for each in matching.order_by(*ordering(sort))]
    there, back = turned(owner, search_query="oak", sort=sort)
    assert [*chain.from_iterable(rows_of(there))] == expected
    assert rows_of(back) == rows_of(there)
    for first in (there[0], back[0]):
        assert first.range_text == "1–5 of more than 4"
    assert there[-1].range_text == "The last 2 of more than 4"


@pytest.mark.parametrize("sort", ["name", "-name", "category", "-price"])
def test_walk_ends_where_nothing_matches_any_more(owner, sort, limits):
    limits(MOST_COUNTED=4, NEAR=17, NEAR_BY_NAME=17)
    limits(VERY_MANY=0, FAR=0, ALL=0)  # no other way
    there, back = turned(owner, search_query="oak", sort=sort)
    assert [len(page.products) for page in there] == [5, 5, 5, 2]
    assert rows_of(back) == rows_of(there)


@pytest.mark.parametrize(("sort", "active"), [("status", False), ("-status", True)])
def test_walk_begins_among_names_that_may_match(owner, sort, active, limits):
    Product.objects.update(is_active=active)
    limits(MOST_COUNTED=4, NEAR=17, VERY_MANY=0, FAR=0, ALL=0)  # no other way
    page = read_page(Listing(search_query="oak", sort=sort), owner)
    assert {each.name[:3] for each in page.products} == {"Oak"}
    assert len(page.products) == 10


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite does")
@pytest.mark.parametrize("text", ["oak", "oak table 1"])
@pytest.mark.parametrize("page", [{}, {"before": cursors.END}])
@pytest.mark.parametrize("filters", [{}, {"category": "x"}, {"low_stock": True}])
def test_statement_is_prepared_without_reading_parts_over_and_over(
    owner, text, filters, page
):
    """SQLite reads a part anew wherever its name stands, and all it names in turn."""
    read = Counter()
    connection.ensure_connection()
    connection.connection.set_authorizer(lambda action, *_: read.update([action]) or 0)
    try:
        read_page(Listing(search_query=text, **filters, **page), owner)
    finally:
        connection.connection.set_authorizer(None)
    assert 0 < read[sqlite3.SQLITE_READ] < MOST_READ
