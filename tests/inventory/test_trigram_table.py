"""SQLite's table of pieces stays small, however often it is tidied."""

import pytest
from django.db import connection

from inventory import trigrams
from tests.factories import InventoryProductFactory
from tests.inventory.test_trigrams import found

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has one"),
]
TEXTS = "oak", "table 1", "oak table 12", "sku-", "no such"


@pytest.mark.parametrize("step", [trigrams.STEP, 1])
def test_tidy_table_finds_the_same_in_fewer_parts(owner, step, monkeypatch):
    monkeypatch.setattr(trigrams, "STEP", step)
    written = 0
    while parts() < 9:  # as many as it takes: some writes merge all before them
        written += 1
        InventoryProductFactory.create(owner=owner, name=f"Oak table {written}")
    before = [found(owner, text) for text in TEXTS]
    trigrams.tidy()
    assert parts() <= levels()
    assert [found(owner, text) for text in TEXTS] == before
    trigrams.tidy()  # with nothing to do


def test_table_that_is_tidied_often_gets_no_deeper(owner):
    for _ in range(40):
        InventoryProductFactory.create_batch(3, owner=owner)
        trigrams.tidy()
    assert levels() < 12


def parts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT segid) FROM inventory_search_idx")
        return cursor.fetchone()[0]


def levels():
    """Read of how many levels of parts the table is: the fifth byte, up to 127."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM inventory_search_data WHERE id = 10")
        return cursor.fetchone()[0][4]
