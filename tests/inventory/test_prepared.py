"""Prepared queries give what the ORM gives, and write their SQL once."""

from datetime import timedelta
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection, models
from django.db.models import Q, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from inventory.models import Product
from inventory.prepared import Prepared, Slot
from tests.factories import InventoryProductFactory, UserFactory
from tests.noted import noted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    owner = UserFactory.create()
    for number in range(3):
        InventoryProductFactory.create(
            owner=owner, name=f"Cup {number}", price=f"{number + 1}.50"
        )
    InventoryProductFactory.create(name="Cup 1")
    return owner


@pytest.fixture
def dear():
    """What costs more than a price, with its owner and a mark."""
    found = Product.objects.filter(owner=Slot("owner"), price__gt=Slot("price"))
    marked = found.annotate(is_first=Q(name="Cup 1"), mark=Value("!"))
    return Prepared(marked.select_related("owner").order_by("name"))


def test_rows_are_those_of_the_query(owner, dear):
    first, second = dear.rows(owner=owner.pk, price=Decimal("1.50"))
    assert (first.name, second.name) == ("Cup 1", "Cup 2")
    assert (first.price, type(first.price)) == (Decimal("2.50"), Decimal)
    assert (first.is_first, second.is_first, first.mark) == (True, False, "!")
    assert first.created_at.tzinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", None)  # it was read along
        assert first.owner == owner
    assert [row.name for row in dear.rows(owner=owner.pk, price=3)] == ["Cup 2"]
    assert dear.rows(owner=0, price=0) == []


def test_sql_is_written_once(owner, dear, monkeypatch):
    def write_again(*_, **__):
        raise AssertionError

    monkeypatch.setattr(SQLCompiler, "as_sql", write_again)
    assert len(dear.rows(owner=owner.pk, price=0)) == 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="planned with its values")
def test_sqlite_finds_the_index_of_a_condition_at_once(owner):
    Product.objects.filter(name="Cup 1", owner=owner).update(is_active=False)
    found = Product.objects.filter(name__contains=Slot("text"), is_active=False)
    with noted_statements() as asked:
        assert [each.name for each in Prepared(found).rows(text="Cup")] == ["Cup 1"]
    ((sql, params),) = asked
    assert ('"is_active" = 0' in sql, params) == (True, {"text": "Cup"})


def test_text_is_a_value_whatever_it_says(owner):
    named = Prepared(Product.objects.filter(name__icontains=Slot("text")))
    assert len(named.rows(text="CUP")) == 4
    for text in ("%", "_", "'; --", "\\", "{0}", "%s"):
        assert named.rows(text=text) == []
        InventoryProductFactory.create(owner=owner, name=f"A {text} b")
        assert [row.name for row in named.rows(text=text)] == [f"A {text} b"]


def test_slot_sends_a_value_as_its_field_does(owner):
    until = Slot("until", models.DateTimeField())
    old = Prepared(Product.objects.filter(created_at__lt=until))
    now = timezone.now()
    assert len(old.rows(until=now + timedelta(minutes=1))) == 4
    assert old.rows(until=now - timedelta(minutes=1)) == []


def test_value_that_is_missing_is_named(dear):
    with pytest.raises(KeyError, match="price"):
        dear.rows(owner=1)


@pytest.mark.parametrize("name", ["two words", "until"])
def test_slots_name_is_one_word_for_one_field(name):
    until = Slot("until", models.DateTimeField())
    old = Product.objects.filter(created_at__lt=until, name=Slot(name))
    with pytest.raises(ValueError, match=name):
        Prepared(old)


def test_something_may_stand_before_it(owner):
    wanted = models.expressions.RawSQL("SELECT id FROM wanted", ())
    named = Product.objects.filter(pk__in=wanted, name=Slot("name"))
    before = "WITH wanted AS (SELECT id FROM inventory_product WHERE owner_id = %s) "
    mine = Prepared(named, after=(before, (Slot("owner"),)))
    (row,) = mine.rows(owner=owner.pk, name="Cup 1")
    assert row.owner_id == owner.pk


@pytest.mark.django_db(transaction=True)
def test_each_thread_runs_it_on_its_own_connection(owner, dear):
    used, found = [], []

    def note(execute, *args):
        used.append(connection.connection)
        return execute(*args)

    def run():
        with connection.execute_wrapper(note):
            found.extend(dear.rows(owner=owner.pk, price=0))
        connection.close()

    run_here = dear.rows(owner=owner.pk, price=0)
    thread = Thread(target=run)
    thread.start()
    thread.join()
    assert found == run_here
    assert used
    assert connection.connection not in used
