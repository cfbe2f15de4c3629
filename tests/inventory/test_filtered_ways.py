"""The ways to a page of what both a search and filters leave: all find the same."""

from itertools import chain

import pytest

from inventory import cursors
from inventory.listing import Listing
from inventory.models import Product
from inventory.pages import read_page
from tests.factories import InventoryProductFactory, UserFactory
from tests.inventory.test_ways import rows_of, turned

pytestmark = pytest.mark.django_db

FILTERS = {
    "category": {"category": "Tea"},
    "inactive": {"status": "inactive"},
    "low": {"low_stock": True},
    "all": {"category": "Tea", "status": "active", "low_stock": True},
}
NOT_DENSE = {"MOST_COUNTED": 4, "LOOK": 1000}
WAYS = {
    "few": {"MOST_COUNTED": 9},
    "little": {"MOST_COUNTED": 1000},
    "dense": {"MOST_COUNTED": 4, "LOOK": 1},
    "inside": NOT_DENSE | {"WITHIN": 1000},
    "inside, far": NOT_DENSE | {"WITHIN": 1000, "NEAR": 3, "NEAR_BY_NAME": 3},
    "little, far": {"MOST_COUNTED": 1000, "NEAR": 3, "NEAR_BY_NAME": 3},
    "near": NOT_DENSE | {"WITHIN": 3},
    "many": NOT_DENSE | {"WITHIN": 3, "NEAR": 3, "NEAR_BY_NAME": 3},
    "others": NOT_DENSE | {"WITHIN": 3, "NEAR": 3, "NEAR_BY_NAME": 3, "VERY_MANY": 4},
}


@pytest.fixture
def owner():
    """Somebody with 60 products, which filters and a search leave in all ways.

    Nine have a number that begins with RARE, and names far from each other.
    """
    owner = UserFactory.create()
    for n in range(60):
        InventoryProductFactory.create(
            owner=owner,
            name=f"{('Oak', 'Ash', 'Oaken')[n % 3]} {n * 7 % 60:02}",
            sku=f"{'SKU' if n % 7 else 'RARE'}-{n}",
            category=("Tea", "")[n // 3 % 2],
            is_active=n // 6 % 5 > 1,
            price=n * 11 % 60 + 1,
            reorder_level=None if n % 5 == 0 else n,
        )
    return owner


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("filters", [*FILTERS, "active"])
@pytest.mark.parametrize("sort", ["name", "-price", "level", "category", "-status"])
def test_pages_hold_what_search_and_filters_leave(owner, way, filters, sort, limits):
    limits(**WAYS[way])
    text = "rare-" if way == "few" else "oak"
    active = {"status": "active"}
    view = {"search_query": text, "sort": sort, **FILTERS.get(filters, active)}
    rows = Listing(**view).matching(Product.objects.for_owner(owner))
    expected = [each.pk for each in rows]
    assert len(expected) > (0 if way == "few" else 8)
    there, back = turned(owner, **view)
    assert [*chain.from_iterable(rows_of(there))] == expected
    assert rows_of(back) == rows_of(there)
    assert there[0].total in (len(expected), None)
    assert there[0].total or there[0].least <= len(expected)


@pytest.mark.parametrize("filters", FILTERS)
def test_total_is_exact_where_filters_leave_little(owner, filters, limits):
    limits(**WAYS["inside"] | {"NEAR": 0, "NEAR_BY_NAME": 0, "VERY_MANY": 0, "ALL": 0})
    view = {"search_query": "oak", **FILTERS[filters]}
    count = Listing(**view).matching(Product.objects.for_owner(owner)).count()
    page = read_page(Listing(page_size=100, **view), owner)
    assert (len(page.products), page.total) == (count, count)


@pytest.mark.parametrize(("within", "met"), [(3, 10), (12, 11), (19, 14)])
def test_where_counting_takes_long_the_page_says_how_many_there_are_at_least(
    owner, within, met, limits
):
    limits(MOST_COUNTED=14, LOOK=1000, WITHIN=within)
    view = {"search_query": "oak", "category": "Tea"}
    page = read_page(Listing(**view), owner)
    assert page.total is None
    assert page.range_text == f"1–10 of more than {met}"


def test_last_page_does_not_call_its_own_products_more_than_there_are(owner, limits):
    limits(**WAYS["near"] | {"NEAR": 1000, "NEAR_BY_NAME": 1000})
    pages = turned(owner, search_query="oak", category="Tea")[0]
    assert pages[-1].total is None
    assert pages[-1].range_text == f"The last {len(pages[-1].products)}"


def test_a_total_that_is_known_is_told_on_the_last_page(limits):
    limits(MOST_COUNTED=8, LOOK=1000, WITHIN=8, NEAR=0)
    owner = UserFactory.create()
    tea = [
        "Ash oak",
        *(f"Birch {n}" for n in range(9)),
        *(f"Oak {n}" for n in range(7)),
    ]
    for name in tea:
        InventoryProductFactory.create(owner=owner, name=name, category="Tea")
    for n in range(9):
        InventoryProductFactory.create(owner=owner, name=f"Oak {n}", category="")
    pages, back = turned(owner, search_query="oak", category="Tea", sort="stock")
    assert [page.range_text for page in pages] == ["1–5 of 8", "The last 3 of 8"]
    assert pages[-1].least == 3  # no other was met on the way
    assert back[0].range_text == "1–5 of 8"


def test_page_that_ends_before_a_product_is_not_all(owner, limits):
    limits(MOST_COUNTED=5, LOOK=1000, WITHIN=5)
    there, back = turned(owner, search_query="rare-", status="active")
    assert there[0].range_text == back[0].range_text == "1–5 of more than 5"


@pytest.mark.parametrize(("elsewhere", "met"), [("", 12), ("Green tea", 10)])
def test_what_one_category_is_named_after_is_counted_along_it(elsewhere, met, limits):
    limits(MOST_COUNTED=12, LOOK=12, LEAST=2, WITHIN=12)
    owner, fields = UserFactory.create(), {"is_active": False}
    for n in range(60):
        fields["category"] = ("Tea", *["Wood"] * 4)[n % 5]
        InventoryProductFactory.create(owner=owner, name=f"Box {59 - n:02}", **fields)
    for n in range(5):
        fields["category"] = ("Tea", elsewhere)[n % 2]
        InventoryProductFactory.create(owner=owner, name=f"Cup {n}", **fields)
    view = {"search_query": "tea", "status": "inactive"}
    rows = Listing(**view).matching(Product.objects.for_owner(owner))
    page = read_page(Listing(**view), owner)
    assert [each.pk for each in page.products] == [each.pk for each in rows[:10]]
    assert page.range_text == f"1–10 of more than {met}"


@pytest.mark.parametrize("view", [{}, {"status": "active"}, {"sort": "price"}])
def test_match_is_counted_once_though_two_ways_meet_it(view, limits):
    limits(MOST_COUNTED=20, LOOK=6)
    owner = UserFactory.create()
    for n in range(60):
        fields = {"category": "Tea" if n % 4 == 0 else "Wood", "price": n + 1}
        InventoryProductFactory.create(owner=owner, name=f"Box {n:02}", **fields)
    listing = Listing(search_query="tea", **view)
    assert read_page(listing, owner).range_text == "1–10 of 15"
    last = read_page(listing.turned(before=cursors.END), owner)
    assert last.range_text == "11–15 of 15"
