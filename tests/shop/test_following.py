"""What is published follows its source: name and price, and nothing else."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from reflex_django.live import live_broadcaster

from inventory.models import Product as StockProduct
from shop import publishing
from shop.models import Product as ShelfProduct
from shop.publishing import publish, unpublish
from tests.factories import InventoryProductFactory, UserFactory
from tests.heard import in_process

pytestmark = pytest.mark.django_db


def test_new_name_and_price_follow(editor, three):
    publish(three, by=editor)
    product = three.get(sku="S-1")
    product.name, product.price = "New name", "1.23"
    product.save()
    row = ShelfProduct.objects.get(source=product)
    assert (row.name, row.price, row.version) == ("New name", Decimal("1.23"), 2)
    assert ShelfProduct.objects.filter(version=1).count() == 2


def test_what_editors_changed_stays_until_name_or_price_change(editor, three):
    publish(three, by=editor)
    product = three.get(sku="S-1")
    row = ShelfProduct.objects.get(source=product)
    row.price = "0.99"
    row.save()
    product.category = "Sale"
    product.save()
    row.refresh_from_db()
    assert row.price == Decimal("0.99")


def test_change_of_who_may_not_edit_the_shelf_stays_in_stock(editor, three):
    publish(three, by=editor)
    editor.user_permissions.clear()
    product = three.get(sku="S-1")
    before, product.name = product.name, "Nonsense"
    product.save()
    assert ShelfProduct.objects.get(source=product).name == before


def test_shelf_and_stock_change_together_or_not_at_all(editor, three, monkeypatch):
    publish(three, by=editor)
    product = three.get(sku="S-1")
    before, product.name = product.name, "New name"

    def fail(*_):
        raise IntegrityError

    monkeypatch.setattr(publishing, "_copy", fail)
    with pytest.raises(IntegrityError):
        product.save()
    product.refresh_from_db()
    assert product.name == before


def test_shelf_outlives_the_product_in_stock(editor, three):
    publish(three, by=editor)
    three.get(sku="S-1").delete()
    assert list(
        ShelfProduct.objects.order_by("sku").values_list("sku", "source__sku")
    ) == [
        ("S-0", "S-0"),
        ("S-1", None),
        ("S-2", "S-2"),
    ]


@in_process
@pytest.mark.django_db(transaction=True)
def test_live_pages_are_told_of_each_change(monkeypatch):
    told = []
    monkeypatch.setattr(
        type(live_broadcaster()), "publish", lambda self, change: told.append(change)
    )
    owner = UserFactory(is_superuser=True)
    product = InventoryProductFactory(owner=owner)
    selection = StockProduct.objects.for_owner(owner)
    publish(selection, by=owner)
    assert len(told) == 1
    product.name = "New name"
    product.save()
    assert len(told) == 2
    product.category = "Nothing that the shelf shows"
    product.save()
    assert len(told) == 2
    unpublish(selection, by=owner)
    assert len(told) == 3
