"""Prepared queries give what the ORM gives, and write their SQL once."""

from datetime import timedelta
from decimal import Decimal
from threading import Thread

import pytest
from django.db import NotSupportedError, connection, models, transaction
from django.db.models import Q, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from inventory import prepared
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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has them at once")
def test_postgresql_keeps_plans_of_what_is_asked_again(owner, dear, monkeypatch):
    def kept():
        plans = "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
        with connection.cursor() as cursor:
            return cursor.execute(plans).fetchall()

    assert len(dear.rows(owner=owner.pk, price=Decimal("1.50"))) == 2
    assert kept() == []
    for price, count in ("2.50", 1), ("3.50", 0), ("0.50", 3):
        assert len(dear.rows(owner=owner.pk, price=Decimal(price))) == count
        assert Product.objects.filter(price__gt=price).exists()  # which is not kept
    assert kept() == [(3, 0)]
    assert connection.connection.prepare_threshold is None  # nor its text in psycopg
    monkeypatch.setattr(prepared, "MOST_KEPT", 2)
    for most in range(1, 6):
        named = Product.objects.filter(name=Slot("name"))[:most]
        asked = Prepared(named)
        assert [len(asked.rows(name="Cup 2")) for _ in range(2)] == [1, 1]
    assert len(kept()) == 2 + 1  # psycopg counts the newest one later


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has them at once")
def test_planned_number_gets_a_plan_of_its_own(owner):
    whose = Slot("whose", planned=True)
    mine = Prepared(Product.objects.filter(owner=whose, name=Slot("name")))
    with noted_statements() as asked:
        found = (
            mine.rows(whose=owner.pk, name="Cup 1"),
            mine.rows(whose=0, name="Cup 1"),
        )
    assert [len(each) for each in found] == [1, 0]
    for pk, (sql, _) in zip((owner.pk, 0), asked, strict=True):
        assert f'"owner_id" = ({pk})' in sql
    with pytest.raises(ValueError, match="1; DROP"):
        mine.rows(whose="1; DROP TABLE", name="Cup 1")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps none")
@pytest.mark.django_db(transaction=True)
def test_plan_is_made_anew_when_a_migration_changes_a_column(owner, dear):
    def alter(kind):
        table = "ALTER TABLE inventory_product ALTER COLUMN price TYPE"
        with connection.cursor() as cursor:
            cursor.execute(f"{table} {kind}")

    def found():
        return [each.name for each in dear.rows(owner=owner.pk, price=Decimal("2.50"))]

    assert [found() for _ in range(3)] == [["Cup 2"]] * 3
    alter("numeric(12, 2)")
    try:
        assert [found() for _ in range(3)] == [["Cup 2"]] * 3
    finally:
        alter("numeric(10, 2)")
    with pytest.raises(NotSupportedError), transaction.atomic():
        found()
    assert found() == ["Cup 2"]
