"""A view of the list: read from an address, written to one, asked of the database."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.listing import COLUMNS, LAST_PAGE, PAGE_SIZES, Listing
from inventory.models import Product
from tests.factories import InventoryProductFactory, UserFactory, product_in_stock

directions = st.sampled_from(["", "-"])
listings = st.builds(
    Listing,
    search_query=st.text(max_size=20),
    category=st.from_regex(r"[\w &=+#%-]{0,20}", fullmatch=True),
    status=st.sampled_from(["", "active", "inactive"]),
    low_stock=st.booleans(),
    sort=st.builds(str.__add__, directions, st.sampled_from([*COLUMNS])),
    page_size=st.sampled_from(PAGE_SIZES),
    page=st.integers(1, LAST_PAGE),
)


def read(query):
    return Listing.from_query(dict(parse_qsl(query)))


@given(listings)
def test_what_is_written_to_an_address_is_read_back(listing):
    assert read(listing.to_query()) == listing


anything = st.text(max_size=20) | st.none() | st.integers() | st.just(["name"])


@given(st.fixed_dictionaries(dict.fromkeys(["owner", *Listing.names()], anything)))
def test_whatever_an_address_says_only_listed_values_are_taken(query):
    listing = Listing.from_query(query)
    assert listing.sort.removeprefix("-") in COLUMNS
    assert listing.page_size in PAGE_SIZES
    assert 1 <= listing.page <= LAST_PAGE
    assert read(listing.to_query()) == listing


def test_the_default_view_has_a_plain_address():
    assert Listing().to_query() == ""


@pytest.mark.parametrize(
    ("query", "size"),
    [
        *(("0", 10), ("9", 10), ("10", 10), ("24", 10), ("25", 25), ("5000", 100)),
        *(("-1", 10), ("x", 10), ("٣٣", 10), ("9" * 40, 10)),
    ],
)
def test_page_size_is_one_of_those_offered(query, size):
    assert Listing.from_query({"page_size": query}).page_size == size


@pytest.mark.parametrize("sort", ["owner__password", "--name", "-", "?", "id", "pk"])
def test_unknown_column_is_no_order(sort):
    assert Listing.from_query({"sort": sort}) == Listing()
    assert Listing(sort="price").changed({"sort": sort}) == Listing(sort="price")


def test_change_starts_on_the_first_page_unless_it_turns_the_page():
    cup = Listing(search_query="cup")
    listing = replace(cup, page=3)
    assert listing.changed({"sort": "-price"}) == replace(cup, sort="-price")
    assert listing.changed({"page": "4"}) == replace(cup, page=4)
    assert listing.changed({"owner": "1"}) == cup


@pytest.mark.django_db
def test_filters_narrow_down():
    owner = UserFactory.create()
    product_in_stock(5, owner=owner, name="Low", category="Tea", reorder_level=5)
    product_in_stock(6, owner=owner, name="Plenty", category="Tea", reorder_level=5)
    InventoryProductFactory.create(owner=owner, name="Gone", is_active=False)
    mine = Product.objects.for_owner(owner)

    def names(query):
        return [product.name for product in read(query).matching(mine)]

    assert names("") == ["Gone", "Low", "Plenty"]
    assert names("category=Tea") == ["Low", "Plenty"]
    assert names("category=Te") == []
    assert names("status=inactive") == ["Gone"]
    assert names("status=active&search_query=plen") == ["Plenty"]
    assert names("low_stock=1") == ["Low"]
    assert names("sort=-stock") == ["Plenty", "Low", "Gone"]


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("direction", ["", "-"])
def test_rows_that_are_alike_keep_their_order_over_pages(column, direction):
    owner = UserFactory.create()
    InventoryProductFactory.create_batch(25, owner=owner, name="Same")
    mine, seen = Product.objects.for_owner(owner), []
    for page in ("1", "2", "3"):
        listing = Listing.from_query({"sort": direction + column, "page": page})
        seen += [product.pk for product in listing.rows(mine)]
    assert seen == sorted(seen, reverse=bool(direction))
    assert len(set(seen)) == 25
