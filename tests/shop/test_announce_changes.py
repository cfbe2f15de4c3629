"""PostgreSQL announces what is committed to the shelf, whoever wrote it."""

import pytest
from django.db import connection, transaction

from shop.models import Product
from tests.factories import ShopProductFactory
from tests.heard import announcements, triggers

pytestmark = [pytest.mark.django_db(transaction=True), triggers]


def shelf(*keys):
    return {"label": "shop.product", "keys": list(keys) or None}


def test_each_statement_names_the_rows_that_it_changed():
    with announcements() as heard:
        product = ShopProductFactory()
        product.name = "Urn"
        product.save()
        key = product.pk
        product.delete()
    assert heard == [shelf(key)] * 3


def test_few_rows_are_named_and_many_are_not():
    with announcements() as heard:
        few = Product.objects.bulk_create(ShopProductFactory.build_batch(100))
        Product.objects.bulk_create(ShopProductFactory.build_batch(1))
        Product.objects.update(name="Reduced")
    keys = [sorted(each["keys"] or []) for each in heard]
    assert keys[0] == sorted(row.pk for row in few)
    assert len(keys[1]) == 1
    assert heard[2:] == [shelf()]


def test_any_program_is_heard():
    product = ShopProductFactory()
    with announcements() as heard, connection.cursor() as cursor:
        cursor.execute("UPDATE shop_product SET name = 'By hand'")
        cursor.execute("TRUNCATE shop_product CASCADE")
    assert heard == [shelf(product.pk), shelf()]


def test_nothing_is_heard_of_what_was_undone_or_changed_nothing():
    with announcements() as heard:
        with transaction.atomic():
            ShopProductFactory()
            transaction.set_rollback(True)
        Product.objects.filter(name="nobody").update(name="Reduced")
        Product.objects.all().delete()
    assert heard == []


def test_it_is_heard_after_the_commit_and_once_for_each_row():
    product = ShopProductFactory()
    with announcements() as heard, transaction.atomic():
        Product.objects.filter(pk=product.pk).update(name="One")
        Product.objects.filter(pk=product.pk).update(name="Two")
    assert heard == [shelf(product.pk)]
