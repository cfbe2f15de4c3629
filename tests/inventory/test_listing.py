"""A view of the list: read from an address, written to one, asked of the database."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.listing import PAGE_SIZES, Listing
from inventory.models import Product
from inventory.orders import COLUMNS
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
    before=st.sampled_from(["", "end"]),
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
    listing = replace(cup, after='["Cup",3]')
    assert listing.changed({"sort": "-price"}) == replace(cup, sort="-price")
    assert listing.changed({"before": "end"}) == replace(cup, before="end")
    assert listing.changed({"owner": "1"}) == cup


@pytest.mark.parametrize("sort", ["name", "-price", "level", "status", "category"])
@pytest.mark.parametrize(
    "place",
    [
        *("x", "[", "[]", '["Cup"]', '["Cup","1"]', '["Cup",-1]', '["Cup",true]'),
        *('["a\\u0000",1]', '["\\ud800",1]', f'["Cup",{2**63}]', "[" * 500, "{}"),
        *("[9.5,1]", f"[{2**63}]", '["9.50"]'),
        *('[1,"Cup",1]', "[null,1]", "null", '"end"', "9" * 2000, f"[1e{400}]"),
    ],
)
def test_forged_place_is_the_first_page(sort, place):
    for name in ("after", "before"):
        assert Listing.from_query({"sort": sort, name: place}) == Listing(sort=sort)


@pytest.mark.parametrize(
    "price", ["9.5", "1e9", "nan", "-1.00", "999999999.00", "٣.٣٣"]
)
def test_forged_price_is_the_first_page(price):
    query = {"sort": "price", "after": f'["{price}",1]'}
    assert Listing.from_query(query) == Listing(sort="price")


def test_place_of_another_order_is_the_first_page():
    listing = Listing(sort="price", after='["9.50",3]')
    assert Listing.from_query(dict(parse_qsl(listing.to_query()))) == listing
    assert listing.changed({"sort": "name", "after": '["9.50"]'}).after == ""
    both = {"after": '["Cup",3]', "before": '["Cup",3]'}
    assert Listing.from_query(both) == Listing()


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
