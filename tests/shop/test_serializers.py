"""What the browser gets of the shelf and of a task, and nothing else."""

import pytest

from shop.serializers import ProductRow, ProductSerializer, TaskRow, TaskSerializer
from tests.factories import ShopProductFactory, TaskFactory

pytestmark = pytest.mark.django_db


def test_product_becomes_a_row():
    product = ShopProductFactory(price="12.30", is_active=False)
    (row,) = ProductSerializer([product], many=True).data
    assert row == {
        "id": product.pk,
        "name": product.name,
        "sku": product.sku,
        "price": "12.30 €",
        "description": "Light and flowery.",
        "is_active": False,
    }
    assert set(row) == set(ProductRow.__annotations__)


def test_price_is_text_to_the_last_cent():
    product = ShopProductFactory(price="99999999.99")
    product.refresh_from_db()
    (row,) = ProductSerializer([product], many=True).data
    assert dict(row)["price"] == "99,999,999.99 €"


def test_task_becomes_a_row():
    task = TaskFactory(done=True)
    row = TaskSerializer(task).data
    assert row == {"id": task.pk, "title": task.title, "done": True}
    assert set(row) == set(TaskRow.__annotations__)
