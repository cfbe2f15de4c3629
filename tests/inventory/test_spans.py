"""Where in an order the products stand that hold a text."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, transaction

from inventory.models import Product, Span
from inventory.selections import move_to_trash, restore
from inventory.spans import BOUNDED, bounded, bounds
from inventory.trigrams import OWNER, TEXT
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def between(owner, text, *columns):
    """Give between what the products stand, of each column in its turn."""
    sql, slots = bounds(OWNER, TEXT, columns).query.sql_with_params()
    filled = {OWNER: owner.pk, TEXT: text}
    with connection.cursor() as cursor:
        cursor.execute(sql, [filled.get(each, each) for each in slots])
        row = cursor.fetchone() or [None] * 2 * len(columns)
    return [*zip(row[: len(columns)], row[len(columns) :], strict=True)]


def names(owner, text):
    return between(owner, text, "name")[0]


def kept():
    """Give all that is known, however it came to be."""
    ends = (f"{end}_{each}" for each in BOUNDED for end in ("lowest", "highest"))
    return set(Span.objects.values_list("owner", "trigram", *ends))


def test_walk_begins_at_the_first_that_may_match(owner, add):
    for name in ("Ash bowl", "Oak table", "Oak tub", "Pine chair"):
        add(name)
    assert names(owner, "oak") == ("Oak table", "Oak tub")
    assert names(owner, "OAK T") == ("Oak table", "Oak tub")
    assert names(owner, "oak tub") == ("Oak tub", "Oak tub")
    assert names(owner, "elm") == (None, None)
    assert names(UserFactory.create(), "oak") == (None, None)


def test_words_side_by_side_have_narrower_bounds_than_each_alone(owner, add):
    for name in ("Cork table", "Oak bowl", "Oak table", "Oak tub", "Pine table"):
        add(name)
    assert names(owner, "table") == ("Cork table", "Pine table")
    assert names(owner, "OAK table") == ("Oak table", "Oak table")
    assert names(owner, "k t") == ("Cork table", "Oak tub")
    Product.objects.filter(name="Oak tub").update(name="Small oak table")
    assert names(owner, "oak table") == ("Oak table", "Small oak table")


def test_orders_have_bounds_as_far_as_they_begin_with_what_has_some():
    assert bounded("-name") == ["name"]
    assert bounded("category") == ["category", "name"]
    assert bounded("-price") == ["price"]
    assert bounded("-status") == ["is_active", "name"]
    assert bounded("stock") == bounded("-level") == []


def test_categories_and_prices_have_bounds_too(owner, add):
    add("Ash bowl", category="Wood", price="0.50")
    add("Oak table", category="Large", price="99.50")
    add("Oak tub", category="Small", price="12.00")
    assert between(owner, "oak", "category", "price", "name") == [
        ("Large", "Small"),
        (12, 99.5),
        ("Oak table", "Oak tub"),
    ]
    assert between(owner, "elm", "price") == [(None, None)]
    assert between(owner, "ash", "is_active", "name") == [(0, 1), ("Ash bowl",) * 2]


@pytest.mark.parametrize("field", ["sku", "category"])
def test_sku_and_category_are_searched_too(owner, add, field):
    add("Ash bowl")
    add("Birch bowl", **{field: "rarity"})
    add("Cork bowl", **{field: "RARITY 2"})
    assert names(owner, "rarit") == ("Birch bowl", "Cork bowl")


def test_whatever_writes_widens_the_bounds(owner, add):
    product = add("Middle oak")
    product.name = "Zebra oak"
    product.save()
    assert names(owner, "oak")[1] == "Zebra oak"
    mine = Product.objects.for_owner(owner)
    mine.update(name="A small oak")
    assert names(owner, "oak") == ("A small oak", "Zebra oak")
    heir = UserFactory.create()
    mine.update(owner=heir)
    assert names(heir, "oak") == ("A small oak", "A small oak")
    twins = [Product(owner=heir, name=f"{n} oak", sku=n, price=1) for n in "09Z"]
    Product.objects.bulk_create(twins)
    assert names(heir, "oak") == ("0 oak", "Z oak")
    Product.objects.filter(sku="Z").update(category="Elm")
    assert names(heir, "elm") == ("Z oak", "Z oak")
    Product.objects.filter(sku="9").update(price="700")
    assert between(heir, "9 oak", "price") == [(1, 700)]
    Product.objects.filter(sku="9").update(stock_on_hand=5)
    assert between(heir, "9 oak", "price") == [(1, 700)]


def test_what_is_restored_is_found(owner, add):
    add("Oak")
    deletion = move_to_trash(Product.objects.for_owner(owner))
    add("Pine")
    restore(Product.objects.in_trash_of(owner).filter(deleted_at=deletion.moment))
    assert names(owner, "oak") == ("Oak", "Oak")


def test_bounds_go_with_their_owner(owner, add):
    add("Oak")
    owner.delete()
    assert not Span.objects.exists()


def test_bounds_are_renewed_by_a_command(owner, add, capsys):
    product = add("Zebra oak", price=900)
    add("Oak table")
    Product.objects.filter(pk=product.pk).update(name="Zebra", price=9)
    assert names(owner, "oak") == ("Oak table", "Zebra oak")
    call_command("renew_bounds")
    assert capsys.readouterr().out == "All bounds are as the products are.\n"
    assert names(owner, "oak") == ("Oak table", "Oak table")
    assert between(owner, "zebra", "price") == [(9, 9)]


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="PostgreSQL locks more finely"
)
@pytest.mark.django_db(transaction=True)
def test_searches_go_on_while_bounds_are_renewed(owner, add):
    add("Oak table")
    bounds_of = import_module("inventory.migrations.0018_bounds_around_spaces")
    with transaction.atomic():
        bounds_of.lock(connection)
        bounds_of.take_in(apps, connection)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(names, owner, "oak").result(5) == ("Oak table",) * 2
            pool.submit(connections.close_all).result(5)
