"""The ledger is final, and always adds up to the balance."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.ledger import LedgerIsFinalError
from inventory.models import Product, StockMovement
from inventory.stock import out_of_balance, record_movement
from tests.factories import InventoryProductFactory, product_in_stock

pytestmark = pytest.mark.django_db

MOVEMENTS = st.lists(
    st.tuples(st.sampled_from(StockMovement.Kind.values), st.integers(-20, 20))
)


@given(typed=MOVEMENTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_whatever_is_typed_the_ledger_adds_up(db, typed):
    product, expected = InventoryProductFactory.create(), 0
    for kind, amount in typed:
        try:
            record_movement(product, kind, amount, by=product.owner, reason="Why")
        except ValidationError:
            continue
        expected = {
            "receive": expected + amount,
            "issue": expected - amount,
            "adjust": expected + amount,
            "count": amount,
        }[kind]
    product.refresh_from_db()
    assert product.stock_on_hand == expected >= 0
    assert sum(product.movements.values_list("quantity", flat=True)) == expected
    assert not out_of_balance().exists()


# Final


def test_movement_is_never_changed():
    movement = product_in_stock(5).movements.get()
    movement.quantity = 6
    with pytest.raises(LedgerIsFinalError, match="record another one"):
        movement.save()
    with pytest.raises(LedgerIsFinalError):
        StockMovement.objects.update(quantity=6)
    with pytest.raises(LedgerIsFinalError), transaction.atomic():
        StockMovement.objects.bulk_update([movement], ["quantity"])
    assert StockMovement.objects.get().quantity == 5


def test_movement_is_never_deleted_alone():
    product = product_in_stock(5)
    for doomed in (product.movements.get(), product.movements, product.movements.all()):
        with pytest.raises((LedgerIsFinalError, AttributeError)):
            doomed.delete()
    assert StockMovement.objects.count() == 1


def test_product_and_owner_take_their_ledger_along():
    product, other = product_in_stock(5), product_in_stock(5)
    product.delete()
    other.owner.delete()
    assert not StockMovement.objects.exists()


def test_ledger_survives_who_wrote_it():
    product, clerk = product_in_stock(5), product_in_stock(1).owner
    record_movement(product, "issue", 1, by=clerk)
    clerk.delete()
    assert product.movements.first().recorded_by is None


@pytest.mark.parametrize(
    ("kind", "quantity"), [("receive", -1), ("issue", 1), ("adjust", 0), ("steal", 1)]
)
def test_database_itself_refuses_what_does_not_fit(kind, quantity):
    wrong = StockMovement(
        product=InventoryProductFactory(), kind=kind, quantity=quantity
    )
    with pytest.raises(ValidationError):
        wrong.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        StockMovement.objects.bulk_create([wrong])


def test_database_itself_keeps_stock_from_going_below_zero():
    product = product_in_stock(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=product.pk).update(stock_on_hand=-1)


def test_movement_introduces_itself():
    assert str(product_in_stock(5).movements.get()) == "Receive +5"


# manage.py check_stock


def check_stock():
    output = StringIO()
    try:
        call_command("check_stock", stdout=output)
    except CommandError as failure:
        return failure.returncode, f"{output.getvalue()}{failure}"
    return 0, output.getvalue()


def test_check_finds_nothing_wrong():
    product_in_stock(5)
    InventoryProductFactory()
    assert check_stock() == (0, "Every ledger adds up to its balance.\n")


def test_check_names_every_product_that_disagrees(django_assert_num_queries):
    right, wrong, empty = product_in_stock(5), product_in_stock(5), product_in_stock(5)
    Product.objects.filter(pk=wrong.pk).update(stock_on_hand=7)
    StockMovement._base_manager.filter(product=empty).delete()
    with django_assert_num_queries(1):
        code, said = check_stock()
    assert code == 1
    assert f"{wrong.sku} of {wrong.owner} (id {wrong.pk}): 7 on hand, 5 in" in said
    assert f"{empty.sku} of {empty.owner} (id {empty.pk}): 5 on hand, 0 in" in said
    assert right.sku not in said.replace(wrong.sku, "").replace(empty.sku, "")
    assert said.endswith("2 products disagree with their ledger.")
