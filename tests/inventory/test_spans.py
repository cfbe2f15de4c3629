"""Between which names the products stand that hold a text."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from inventory.models import Product, Span
from inventory.selections import move_to_trash, restore
from inventory.spans import first_name
from inventory.trigrams import OWNER, TEXT
from tests.factories import InventoryProductFactory, UserFactory

pytestmark = pytest.mark.django_db


def bounds(owner, text):
    """Give the names from which a walk upwards begins, and one down."""

    def first(*, down):
        rows = first_name(OWNER, TEXT, down=down).query.sql_with_params()
        values = {"owner": owner.pk, "text": text}
        given = [each.filled(values, connection) for each in rows[1]]
        with connection.cursor() as cursor:
            cursor.execute(rows[0], given)
            return (cursor.fetchone() or (None,))[0]

    return first(down=False), first(down=True)


@pytest.fixture
def owner():
    return UserFactory.create()


@pytest.fixture
def add(owner):
    def add(name, **fields):
        return InventoryProductFactory.create(owner=owner, name=name, **fields)

    return add


def test_walk_begins_at_the_first_that_may_match(owner, add):
    for name in ("Ash bowl", "Oak table", "Oak tub", "Pine chair"):
        add(name)
    assert bounds(owner, "oak") == ("Oak table", "Oak tub")
    assert bounds(owner, "OAK T") == ("Oak table", "Oak tub")
    assert bounds(owner, "oak tub") == ("Oak tub", "Oak tub")
    assert bounds(owner, "elm") == (None, None)
    assert bounds(UserFactory.create(), "oak") == (None, None)


@pytest.mark.parametrize("field", ["sku", "category"])
def test_sku_and_category_are_searched_too(owner, add, field):
    add("Ash bowl")
    add("Birch bowl", **{field: "rarity"})
    add("Cork bowl", **{field: "RARITY 2"})
    assert bounds(owner, "rarit") == ("Birch bowl", "Cork bowl")


def test_whatever_writes_widens_the_bounds(owner, add):
    product = add("Middle oak")
    product.name = "Zebra oak"
    product.save()
    assert bounds(owner, "oak")[1] == "Zebra oak"
    mine = Product.objects.for_owner(owner)
    mine.update(name="A small oak")
    assert bounds(owner, "oak") == ("A small oak", "Zebra oak")
    heir = UserFactory.create()
    mine.update(owner=heir)
    assert bounds(heir, "oak") == ("A small oak", "A small oak")
    twins = [Product(owner=heir, name=f"{n} oak", sku=n, price=1) for n in "09Z"]
    Product.objects.bulk_create(twins)
    assert bounds(heir, "oak") == ("0 oak", "Z oak")
    Product.objects.filter(sku="Z").update(category="Elm")
    assert bounds(heir, "elm") == ("Z oak", "Z oak")


def test_what_is_restored_is_found(owner, add):
    add("Oak")
    deletion = move_to_trash(Product.objects.for_owner(owner))
    add("Pine")
    restore(Product.objects.in_trash_of(owner).filter(deleted_at=deletion.moment))
    assert bounds(owner, "oak") == ("Oak", "Oak")


def test_bounds_go_with_their_owner(owner, add):
    add("Oak")
    owner.delete()
    assert not Span.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_migration_takes_in_what_is_there(owner, add):
    for name in ("Oak table", "Ash bowl", "Oak tub"):
        add(name)
    other = InventoryProductFactory.create(name="Øre oak")
    kept = set(Span.objects.values_list("owner", "trigram", "lowest", "highest"))
    for state in ("0009_faster_search", "0010_search_spans"):
        MigrationExecutor(connection).migrate([("inventory", state)])
    begun = set(Span.objects.values_list("owner", "trigram", "lowest", "highest"))
    assert begun == kept
    add("Aaa oak")
    assert bounds(owner, "oak")[0] == "Aaa oak"
    assert bounds(other.owner, "Øre") == ("Øre oak", "Øre oak")
