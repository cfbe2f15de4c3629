"""A product's past, as its panel shows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inventory.history import DAYS, balance_over_time, read_history
from inventory.ledger import StockMovement
from inventory.models import Product
from tests.factories import InventoryProductFactory, product_in_stock

pytestmark = pytest.mark.django_db


def test_balance_is_reckoned_back_day_by_day():
    product = InventoryProductFactory()
    now = timezone.now()
    for days, quantity in ((DAYS + 10, 20), (3, -5), (1, 2), (1, 1)):
        StockMovement.objects.create(
            product=product,
            kind="receive" if quantity > 0 else "issue",
            quantity=quantity,
            recorded_by=product.owner,
            created_at=now - timedelta(days=days),
        )
    Product.objects.filter(pk=product.pk).update(stock_on_hand=18)
    product.refresh_from_db()
    balances = [point["balance"] for point in balance_over_time(product)]
    assert balances == [20] * (DAYS - 3) + [15, 15, 18, 18]


@pytest.mark.parametrize("page", [-3, 0, 1, 99])
def test_page_that_is_not_there_becomes_the_nearest(page, django_assert_num_queries):
    product = product_in_stock(2)
    with django_assert_num_queries(3):
        history = read_history(product, page)
    assert (history["page"], len(history["movements"])) == (1, 1)
