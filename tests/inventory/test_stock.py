"""Stock on hand and its ledger: one never changes without the other."""

from threading import Barrier, Thread

import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import ValidationError
from django.db import connection

from inventory.fields import MOST_PIECES
from inventory.models import Product, StockMovement
from inventory.stock import arecord_movement, out_of_balance, record_movement
from tests.factories import InventoryProductFactory, product_in_stock

pytestmark = pytest.mark.django_db


def balance(product):
    return Product.objects.get(pk=product.pk).stock_on_hand


def refused(product, kind, amount, reason=""):
    """The messages by field, with which such a movement is refused."""
    before = balance(product), product.movements.count()
    with pytest.raises(ValidationError) as refusal:
        record_movement(product, kind, amount, by=product.owner, reason=reason)
    assert (balance(product), product.movements.count()) == before
    return refusal.value.message_dict


@pytest.mark.parametrize(
    ("kind", "amount", "quantity"),
    [
        ("receive", 5, 5),
        ("receive", " 5 ", 5),
        ("issue", "10", -10),
        ("adjust", "-3", -3),
        ("adjust", "+3", 3),
        ("count", "12", 2),
        ("count", 0, -10),
        ("count", 10, 0),
    ],
)
def test_movement_is_written_with_its_balance(kind, amount, quantity):
    product = product_in_stock(10)
    movement = record_movement(product, kind, amount, by=product.owner, reason="Why")
    assert movement.quantity == quantity
    assert (movement.recorded_by, movement.reason) == (product.owner, "Why")
    assert balance(product) == product.stock_on_hand == 10 + quantity


@pytest.mark.parametrize("kind", StockMovement.Kind.values)
@pytest.mark.parametrize(
    "amount", ["", "abc", "1.5", "1,5", "1e3", 2.5, True, None, "9" * 10, "1_0", "\0"]
)
def test_what_is_no_whole_number_is_refused(kind, amount):
    said = refused(product_in_stock(10), kind, amount, reason="Why")
    assert said == {"quantity": ["Enter a whole number, such as 12."]}


@pytest.mark.parametrize(
    ("kind", "amount", "message"),
    [
        ("receive", 0, "Enter a number above zero."),
        ("issue", -1, "Enter a number above zero."),
        ("issue", 11, "Only 10 in stock."),
        ("adjust", -11, "Only 10 in stock."),
        ("adjust", 0, "Enter the difference, such as -2."),
        ("count", -1, "Nobody can count fewer than none."),
        ("receive", MOST_PIECES, f"No more than {MOST_PIECES} can be in stock."),
    ],
)
def test_impossible_movement_is_refused(kind, amount, message):
    said = refused(product_in_stock(10), kind, amount, reason="Why")
    assert said == {"quantity": [message]}


def test_refusal_names_the_field():
    product = product_in_stock(10)
    assert list(refused(product, "steal", 1)) == ["kind"]
    assert list(refused(product, "adjust", 1, reason=" ")) == ["reason"]
    assert list(refused(product, "receive", 1, reason="a\nb")) == ["reason"]
    assert list(refused(product, "receive", 1, reason="x" * 201)) == ["reason"]


def test_product_that_is_gone_has_no_movements():
    product = product_in_stock(1)
    Product.objects.filter(pk=product.pk).delete()
    with pytest.raises(Product.DoesNotExist):
        record_movement(product, "issue", 1, by=product.owner)


def test_product_starts_with_no_stock():
    with pytest.raises(ValidationError) as refusal:
        InventoryProductFactory(stock_on_hand=5)
    assert list(refusal.value.message_dict) == ["stock_on_hand"]


@pytest.mark.parametrize("fields", [None, ["name", "stock_on_hand"]])
def test_form_that_was_open_meanwhile_keeps_the_newer_balance(fields):
    product = product_in_stock(10)
    in_form = Product.objects.get(pk=product.pk)
    record_movement(product, "issue", 4, by=product.owner)
    in_form.name = "New name"
    in_form.save(update_fields=fields)
    product.refresh_from_db()
    assert (product.name, product.stock_on_hand, product.version) == ("New name", 6, 2)


@pytest.mark.parametrize("level", [0, 5, "7", "", None])
def test_reorder_level_may_be_empty(level):
    product = InventoryProductFactory(reorder_level=level)
    product.refresh_from_db()
    assert product.reorder_level == (None if level == "" else level and int(level))


@pytest.mark.parametrize("level", ["-1", "many", MOST_PIECES + 1])
def test_reorder_level_that_cannot_be_is_refused(level):
    with pytest.raises(ValidationError) as refusal:
        InventoryProductFactory(reorder_level=level)
    assert list(refusal.value.message_dict) == ["reorder_level"]


def test_movement_takes_few_queries(django_assert_max_num_queries):
    product = product_in_stock(10)
    with django_assert_max_num_queries(12):
        record_movement(product, "issue", 1, by=product.owner)


@pytest.mark.django_db(transaction=True)
async def test_event_handler_awaits_the_whole_transaction():
    product = await sync_to_async(product_in_stock)(10)
    movement = await arecord_movement(product, "issue", 3, by=product.owner)
    await product.arefresh_from_db()
    assert (movement.quantity, product.stock_on_hand) == (-3, 7)


@pytest.mark.django_db(transaction=True)
def test_movements_at_the_same_time_add_up():
    product = product_in_stock(10)
    together, refusals = Barrier(6), []

    def issue():
        together.wait()
        try:
            record_movement(product, "issue", 2, by=product.owner)
        except ValidationError as refusal:
            refusals.append(refusal.message_dict)
        finally:
            connection.close()

    threads = [Thread(target=issue) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert balance(product) == 0
    assert refusals == [{"quantity": ["Only 0 in stock."]}]
    assert not out_of_balance().exists()
