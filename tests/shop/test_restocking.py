"""Running low: what should be ordered again, and the one open task for it."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from inventory.models import Product as StockProduct
from shop.models import Task
from shop.restocking import add_restock_task
from tests.factories import InventoryProductFactory, TaskFactory, product_in_stock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("pieces", "level", "is_active", "is_low"),
    [
        (5, 5, True, True),
        (4, 5, True, True),
        (6, 5, True, False),
        (1, 0, True, False),
        (1, None, True, False),
        (4, 5, False, False),
    ],
)
def test_low_stock_is_what_should_be_ordered_again(pieces, level, is_active, is_low):
    product_in_stock(pieces, reorder_level=level, is_active=is_active)
    assert StockProduct.objects.low_stock().exists() is is_low


def test_level_zero_tells_what_is_out():
    out = InventoryProductFactory(reorder_level=0)
    assert list(StockProduct.objects.low_stock()) == [out]


def test_restock_task_is_added_once_while_it_is_open():
    product = product_in_stock(1, name="x" * 128)
    first, is_new = add_restock_task(product)
    assert is_new
    assert (first.owner, first.title) == (product.owner, f"Restock {product.name}")
    assert add_restock_task(product) == (first, False)
    first.done = True
    first.save()
    assert add_restock_task(product)[1]
    assert Task.objects.count() == 2


def test_restock_task_takes_few_queries(django_assert_max_num_queries):
    product = product_in_stock(1)
    with django_assert_max_num_queries(9):
        add_restock_task(product)
    with django_assert_max_num_queries(1):
        add_restock_task(product)


@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_same_time_add_one_task():
    product = product_in_stock(1)
    together, answers = Barrier(4), []

    def click():
        together.wait()
        try:
            answers.append(add_restock_task(product))
        finally:
            connection.close()

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(is_new for _, is_new in answers) == [False, False, False, True]
    assert {task for task, _ in answers} == {Task.objects.get()}


def test_loser_of_a_race_gets_the_winners_task(monkeypatch):
    product = product_in_stock(1)
    check = Task.check_fields

    def rival_saves_first(self):
        monkeypatch.setattr(Task, "check_fields", check)
        add_restock_task(product)
        check(self)

    monkeypatch.setattr(Task, "check_fields", rival_saves_first)
    assert add_restock_task(product) == (Task.objects.get(), False)


def test_product_that_is_gone_needs_no_task():
    product = product_in_stock(1)
    StockProduct.objects.filter(pk=product.pk).delete()
    with pytest.raises(ValidationError):
        add_restock_task(product)


def test_task_outlives_its_product():
    product = product_in_stock(1)
    task, _ = add_restock_task(product)
    product.delete()
    task.refresh_from_db()
    assert task.product is None


def test_task_names_no_product_of_somebody_else():
    with pytest.raises(ValidationError) as refusal:
        TaskFactory(product=InventoryProductFactory())
    assert list(refusal.value.message_dict) == ["product"]


def test_second_open_task_for_a_product_is_refused():
    task, _ = add_restock_task(product_in_stock(1))
    with pytest.raises(ValidationError, match="has an open task already"):
        TaskFactory(owner=task.owner, product=task.product)
