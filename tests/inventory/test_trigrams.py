"""Search by pieces: finds what a plain search finds, whichever way it goes."""

import pytest
from django.db import connection
from django.utils import timezone

from inventory import trigrams
from inventory.listing import Listing
from inventory.models import Product
from inventory.orders import ordering
from inventory.pages import read_page
from inventory.selections import move_to_trash, restore
from tests.factories import InventoryProductFactory, UserFactory

pytestmark = pytest.mark.django_db

TEXTS = [
    *("Oak table", "oak TABLE", "Stool", 'Say "hi"', "100 % wool", "snake_case"),
    *(
        "back\\slash",
        "Ærø øl",
        "ærø ØL",
        "naïve NAÏVE",
        "a-b c",
        "東京都庁",
        "--- * ---",
    ),
    *("AND", "NEAR(", "name: x", "ß strasse", "İstanbul", "x'y''z"),
]
SEARCHED = [
    *("oak", "TABLE", " oak t", "k t", '"hi', "% w", "e_c", "k\\s", "ærø", "ÆRØ", "øl"),
    *("naïve", "NAÏVE", "a-b", "京都庁", "---", "* -", "and", "near(", "name:", "ß st"),
    *("ista", "y''z", "SKU", "sku-1", "tea", "no such", "\0ab", "x" * 300, "o*k"),
    *("oak table", "AK TAB", "oak tale", "green TEA", "sku-1oak", "aaaaaa"),
    *('say "hi"', '"" say', "100 % WOOL", "snake_cas", "snakexcase", "back\\slash"),
    *("Ærø øl", "ærø ØL", "naïve naïve", "東京都庁", "--- * -", "x'y''z", "name: x"),
]

WALKS = [(2000, 20_000, 100_000), (3, 20_000, 100_000), (3, 1, 100_000), (3, 1, 5)]
SORTS = "category", "-category", "price", "-price", "status"
# Where a walk may count, always, and never; then all texts of four characters are long,
# and none is
LOOKS = [(100, 4, 5), (1, 4, 5), (10**6, 1, 3), (10**6, 1, 200)]


@pytest.fixture
def owner():
    """Somebody with names that are hard to search, beside somebody with the same."""
    owner, other = UserFactory.create_batch(2)
    for number, name in enumerate(TEXTS):
        for each in (owner, other):
            fields = {"category": "Green tea" if number % 2 else ""}
            fields["price"] = number % 5 + 1
            InventoryProductFactory.create(
                owner=each, name=name, sku=f"SKU-{number}", **fields
            )
    return owner


def found(owner, text, **view):
    page = read_page(Listing(search_query=text, page_size=100, **view), owner)
    assert page.total in (None, len(page.products))
    return [each.pk for each in page.products]


def plainly(owner, text, *order):
    matching = Product.objects.for_owner(owner).search(text)
    return [each.pk for each in matching.order_by(*order or ("name", "id"))]


@pytest.mark.parametrize(("most", "some"), [(1000, 2000), (2, 2000), (0, 1), (1000, 1)])
@pytest.mark.parametrize(("near", "very_many", "far"), WALKS)
@pytest.mark.parametrize(("look", "least", "short"), LOOKS)
def test_all_ways_find_the_same(
    owner, most, some, near, very_many, far, look, least, short, limits
):
    limits(MOST_COUNTED=most, NEAR=near, NEAR_BY_NAME=near)
    limits(VERY_MANY=very_many, FAR=far)
    limits(LOOK=look, LEAST=least, ONE_BY_ONE=some)
    limits(SHORT=dict.fromkeys(trigrams.SHORT, short))
    for text in SEARCHED:
        rows = plainly(owner, text)
        assert found(owner, text) == rows, text
        assert found(owner, text, sort="-name") == rows[::-1], text
        for sort in SORTS:
            expected = plainly(owner, text, *ordering(sort))
            assert found(owner, text, sort=sort) == expected, (text, sort)
        page = read_page(Listing(search_query=text, page_size=10), owner)
        assert [each.pk for each in page.products] == rows[:10], text
        assert page.total in (None, len(rows)), text
        last = read_page(Listing(search_query=text, page_size=10, before="end"), owner)
        end = [each.pk for each in last.products]
        assert end == rows[len(rows) - len(end) :], text
        assert bool(end) == bool(rows), text


def test_what_only_scripts_write_is_found(owner):
    names = "Tab\there", "two\nlines", "^~`|{}\r", "Cut\x1fhere", "N" * 124 + "last"
    Product.objects.bulk_create(
        Product(owner=owner, name=name, sku=str(number), price=1)
        for number, name in enumerate(names)
    )
    for text in ("b\th", "tab\ther", "o\nl", "o\nline", "^~`|{}", "cut", "nnnlast"):
        (key,) = found(owner, text)
        assert [key] == plainly(owner, text), text
    assert len(found(owner, "here")) == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has a table for it")
def test_long_text_is_looked_up_by_its_rarest_pieces(owner):
    for number in range(150):
        name = f"Ash bowl {number % 2}"
        InventoryProductFactory.create(owner=owner, name=name)
    values = trigrams.values_of(owner.pk, "Ash BOWL 1 rare") | {
        "text": "Ash BOWL 1 rare"
    }
    among = trigrams.FIRST, trigrams.LAST
    slots = trigrams.TEXT, trigrams.TEXT, trigrams.FIRST, *among
    with connection.cursor() as cursor:
        params = [each.filled(values, connection) for each in slots]
        cursor.execute(f"SELECT {trigrams.RAREST}", params)
        (chosen,) = cursor.fetchone()
    common = {"ash ", "sh b", "h bo", " bow", "bowl", "owl "}
    assert len(chosen.split(" AND ")) == trigrams.PIECES
    assert not common & {each.strip('"').lower() for each in chosen.split(" AND ")}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="it takes a sample")
def test_long_text_is_looked_up_by_what_is_rare_in_a_sample(owner):
    with connection.cursor() as cursor:  # no pages that other tests have left empty
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE inventory_product CASCADE")
    for number in range(50):
        InventoryProductFactory.create(owner=owner, name=f"Ash bowl {number % 2}")
    rare = rarest_in_sample("Ash BOWL 1 rare")
    assert rare == ["RARE", " RAR", "1 RA"]
    assert rarest_in_sample('BOWL%_"') == ['L%_"', "WL%_", "OWL%"]
    assert rarest_in_sample("oWL%") == ["OWL%"]


def rarest_in_sample(text):
    with connection.cursor() as cursor:
        cursor.execute(trigrams.RAREST_IN_SAMPLE, [text] * 3)
        return cursor.fetchall()[0][0]


def test_many_matches_are_read_a_page_at_a_time(owner, limits):
    limits(MOST_COUNTED=4)
    rows = plainly(owner, "SKU")
    page = read_page(Listing(search_query="SKU"), owner)
    assert [each.pk for each in page.products] == rows[:10]
    assert page.range_text == "1–10 of more than 4"


def test_search_and_filters_go_together(owner):
    Product.objects.filter(name="Stool").update(is_active=False)
    (stool,) = Product.objects.for_owner(owner).filter(name="Stool")
    assert found(owner, "sku", status="inactive") == [stool.pk]
    tea = found(owner, "sku", category="Green tea", sort="-price")
    assert len(tea) == len(TEXTS) // 2


def test_search_follows_every_way_of_writing(owner):
    product = InventoryProductFactory.create(owner=owner, name="Brand new")
    assert found(owner, "brand n") == [product.pk]
    product.name = "Renamed"
    product.save()
    assert (found(owner, "brand n"), found(owner, "renam")) == ([], [product.pk])
    mine = Product.objects.for_owner(owner).filter(pk=product.pk)
    mine.update(category="Rarity")
    assert found(owner, "rarity") == [product.pk]
    deletion = move_to_trash(mine)
    assert found(owner, "rarity") == []
    restore(Product.objects.in_trash_of(owner).filter(deleted_at=deletion.moment))
    assert found(owner, "rarity") == [product.pk]
    heir = UserFactory.create()
    mine.update(owner=heir)
    assert (found(owner, "rarity"), found(heir, "rarity")) == ([], [product.pk])
    product.delete()
    assert found(heir, "rarity") == []
    twin = Product(owner=heir, name="In bulk", sku="B", price=1)
    Product.objects.bulk_create([twin, Product(owner=heir, sku="C", price=1)])
    Product.objects.filter(sku="C").update(deleted_at=timezone.now(), name="In bulk")
    assert len(found(heir, "in bulk")) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has a table for it")
@pytest.mark.parametrize("pk", [1, 2**30 - 1, 2**30, 2**30 + 1, 10**12])
def test_owners_are_written_alike_by_the_triggers(pk):
    owner = UserFactory.create(pk=pk)
    product = InventoryProductFactory.create(owner=owner, name="Cup")
    InventoryProductFactory.create(owner__pk=pk + 2**30, name="Cup")  # same there
    assert found(owner, "cup") == [product.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid % ? FROM inventory_search('cup*')", [2**33])
        assert product.pk in [key for (key,) in cursor.fetchall()]
