"""Pages of the list: by key, in each order, whatever happens to the rows meanwhile."""

import pytest
from django.db import connection

from inventory import cursors
from inventory.listing import Listing
from inventory.models import Product
from inventory.orders import COLUMNS
from inventory.pages import Page, read_page
from tests.factories import InventoryProductFactory, UserFactory

pytestmark = pytest.mark.django_db

SORTS = [*COLUMNS, *(f"-{name}" for name in COLUMNS)]
KEYS = {
    "name": lambda each, _: (each.name,),
    "category": lambda each, _: (each.category, each.name),
    "stock": lambda each, _: (each.stock_on_hand,),
    "level": lambda each, none: (
        none if each.reorder_level is None else each.reorder_level,
    ),
    "price": lambda each, _: (each.price,),
    "status": lambda each, _: (each.is_active, each.name),
}


@pytest.fixture
def owner():
    """Somebody with 23 products, many of which are alike, beside somebody else's."""
    owner = UserFactory.create()
    for number in range(23):
        product = InventoryProductFactory.create(
            owner=owner,
            name=f"Product {'ABC'[number % 3]}",
            category=["", "Tea", "Coffee"][number % 3],
            price=["9.50", "10.00", "1200.00"][number % 3],
            is_active=number % 2 == 0,
            reorder_level=[None, 0, 5, 40][number % 4],
        )
        Product.objects.filter(pk=product.pk).update(stock_on_hand=number % 4)
    InventoryProductFactory.create(name="Product A")
    InventoryProductFactory.create(owner=owner, sku="GONE")
    Product.objects.filter(sku="GONE").update(deleted_at="2026-01-01T00:00Z")
    return owner


def in_order(owner, sort):
    down = sort.startswith("-")
    none = -1 if down else 10**9
    key = KEYS[sort.removeprefix("-")]
    rows = Product.objects.for_owner(owner)
    found = sorted(rows, key=lambda each: (*key(each, none), each.pk), reverse=down)
    return [each.pk for each in found]


def keys_of(page):
    return [each.pk for each in page.products]


def after(page):
    last = cursors.write(page.listing.sort, page.products[-1])
    return page.listing.turned(after=last)


def before(page):
    first = cursors.write(page.listing.sort, page.products[0])
    return page.listing.turned(before=first)


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("text", ["", "product"])
@pytest.mark.parametrize("sort", SORTS)
def test_each_row_stands_on_one_page_there_and_back(owner, sort, text, few, limits):
    limits(MOST_COUNTED=1000 if few else 15)
    rows = in_order(owner, sort)
    page, seen = read_page(Listing(sort=sort, search_query=text), owner), []
    while True:
        assert page.total == (23 if few else None)
        is_near = not text and len(seen) <= 15
        assert page.start == (len(seen) if few or is_near or not seen else None)
        seen += keys_of(page)
        if not page.has_next:
            break
        page = read_page(after(page), owner)
    assert seen == rows
    assert after(page).after == cursors.write(sort, Product.objects.get(pk=rows[-1]))
    page = read_page(page.listing.turned(before=cursors.END), owner)
    assert keys_of(page) == (rows[-3:] if few else rows[-10:])
    assert page.start == (20 if few else None)
    back = keys_of(page)
    while page.listing.before:
        page = read_page(before(page), owner)
        back = list(dict.fromkeys(keys_of(page) + back))
    assert back == rows
    assert (page.listing, page.start) == (Listing(sort=sort, search_query=text), 0)


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("text", ["", "product"])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "filters",
    [{"category": "Tea"}, {"status": "active"}, {"low_stock": True, "category": "Tea"}],
)
def test_pages_of_what_filters_leave(owner, filters, sort, text, few, limits):
    limits(MOST_COUNTED=1000 if few else 1)
    left = Listing(**filters).filtered(Product.objects.for_owner(owner))
    rows = [pk for pk in in_order(owner, sort) if left.filter(pk=pk).exists()]
    assert 2 <= len(rows) < 23
    page = read_page(Listing(sort=sort, search_query=text, **filters), owner)
    seen = keys_of(page)
    while page.has_next:
        page = read_page(after(page), owner)
        seen += keys_of(page)
    assert seen == rows
    if len(rows) > 10:
        back = read_page(before(page), owner)
        assert [each.pk for each in back.products] == rows[:10]


def test_rows_that_come_or_go_neither_repeat_nor_hide_others(owner):
    page = read_page(Listing(), owner)
    first = keys_of(page)
    following = in_order(owner, "name")[10:20]
    InventoryProductFactory.create(owner=owner, name="A new one")
    Product.objects.filter(pk__in=[first[0], first[-1], following[3]]).delete()
    following.pop(3)
    page = read_page(after(page), owner)
    assert keys_of(page)[:9] == following
    assert page.start == 9
    page = read_page(before(page), owner)
    assert (page.listing, page.has_next, page.has_previous) == (Listing(), True, False)
    assert {*first[1:-1]} < {*keys_of(page)}


def test_page_that_is_gone_becomes_the_nearest_one(owner):
    page = read_page(Listing(page_size=10), owner)
    last = read_page(after(read_page(after(page), owner)), owner)
    Product.objects.filter(pk__in=keys_of(last)).delete()
    nearest = read_page(last.listing, owner)
    assert (nearest.start, nearest.total, nearest.has_next) == (10, 20, False)
    assert keys_of(nearest) == in_order(owner, "name")[10:]
    Product.objects.filter(owner=owner).delete()
    for listing in (nearest.listing, last.listing, Listing()):
        assert read_page(listing, owner) == Page([], Listing(), 0, 0, has_next=False)


@pytest.mark.parametrize("text", ["", "product"])
def test_page_before_what_has_gone_is_the_last_one(owner, text):
    page = read_page(Listing(search_query=text), owner)
    last = read_page(after(read_page(after(page), owner)), owner)
    listing = before(last)
    assert read_page(listing, owner).has_next
    Product.objects.filter(pk__in=keys_of(last)).delete()
    page = read_page(listing, owner)
    assert (page.start, page.total, page.has_next) == (10, 20, False)


@pytest.mark.parametrize("text", ["", "pr", "product"])
@pytest.mark.parametrize("category", ["Tea", " Tea ", "Coffee", " ", "tea"])
def test_page_shows_what_the_whole_list_holds(owner, category, text):
    listing = Listing(category=category, search_query=text, page_size=100)
    mine = Product.objects.for_owner(owner)
    assert read_page(listing, owner).products == list(listing.matching(mine))


def test_nobody_has_no_products(client):
    from django.contrib.auth.models import AnonymousUser

    for text in ("", "product"):
        page = read_page(Listing(search_query=text), AnonymousUser())
        assert (page.products, page.total) == ([], 0)
    assert connection.vendor
