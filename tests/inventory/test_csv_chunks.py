"""A long import: in chunks, of one statement each, and it can be cancelled."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection

from inventory import csv_import, trigrams
from inventory.csv_import import apply_import
from inventory.csv_plan import CHUNK, plan_import
from inventory.models import Product

pytestmark = pytest.mark.django_db


def plan(owner, *lines, **options):
    return plan_import(owner, "\n".join(["SKU,Name,Price", *lines]).encode(), **options)


class Cancelled(Exception):
    """What a caller's progress raises."""


def test_progress_is_told_and_may_cancel(owner, monkeypatch):
    monkeypatch.setattr("inventory.csv_plan.CHUNK", 2)
    monkeypatch.setattr("inventory.csv_import.CHUNK", 2)
    lines, told = [f"s-{number},Cup,1" for number in range(5)], []

    def note(*progress):
        told.append(progress)

    def cancel_late(done, total):
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        plan(owner, *lines, progress=cancel_late)
    preview = plan(owner, *lines, progress=note)
    assert told == [(2, 5), (4, 5), (5, 5)]
    with pytest.raises(Cancelled):
        apply_import(preview, cancel_late)
    assert not Product.objects.exists()
    apply_import(plan(owner, *lines), note)
    assert told[3:] == told[:3]


def refuse_many(execute, sql, params, many, context):
    assert not many  # one statement for each row is what triggers would see
    return execute(sql, params, many, context)


@pytest.mark.parametrize("size", [1, CHUNK])
def test_chunk_takes_as_many_queries_whatever_its_size(
    owner, size, django_assert_max_num_queries
):
    with django_assert_max_num_queries(1):
        preview = plan(owner, *[f"s-{number},Cup,1" for number in range(size)])
    with (
        connection.execute_wrapper(refuse_many),
        django_assert_max_num_queries(3),  # the transaction and one statement
    ):
        apply_import(preview)
    with django_assert_max_num_queries(1):
        preview = plan(owner, *[f"s-{number},Mug,1" for number in range(size)])
    with (
        connection.execute_wrapper(refuse_many),
        django_assert_max_num_queries(4),  # the same, and what the shelf asks
    ):
        apply_import(preview)
    assert Product.objects.filter(name="Mug", version=2).count() == size


@pytest.mark.parametrize("error", [None, OperationalError("database is locked")])
def test_search_is_tidied_up_after_very_many_rows_if_that_is_possible(
    owner, error, monkeypatch
):
    monkeypatch.setattr(csv_import, "VERY_MANY", 2)
    with patch.object(trigrams, "tidy", side_effect=error) as tidy:
        apply_import(plan(owner, "A,Cup,1"))
        assert not tidy.called
        apply_import(plan(owner, "B,Cup,1", "C,Cup,1"))
    assert tidy.call_count == 1
    assert Product.objects.for_owner(owner).count() == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not count")
def test_postgresql_counts_what_very_many_rows_have_become(owner, monkeypatch):
    monkeypatch.setattr(csv_import, "VERY_MANY", 2)
    apply_import(plan(owner, "A,Cup,1", "B,Cup,1", "C,Cup,1"))
    counted = "SELECT reltuples FROM pg_class WHERE relname = 'inventory_product'"
    with connection.cursor() as cursor:
        assert cursor.execute(counted).fetchone()[0] == Product.objects.count() >= 3


@pytest.mark.parametrize(("sqlstate", "tries"), [("40P01", 3), ("55P03", 1)])
@pytest.mark.parametrize("fails", [1, 2, 3])
def test_import_that_a_deadlock_ended_is_tried_again(owner, sqlstate, tries, fails):
    cause, overwrite, calls = Exception(), csv_import._overwrite, []
    cause.sqlstate = sqlstate

    def end_some(rows):
        calls.append(overwrite(rows))
        if len(calls) <= fails:
            raise OperationalError from cause

    apply_import(plan(owner, "s-1,Cup,1"))
    changes = plan(owner, "s-1,Mug,1", "s-2,Jug,1")
    with patch.object(csv_import, "_overwrite", end_some):
        if fails >= tries:
            with pytest.raises(OperationalError):
                apply_import(changes)
        else:
            apply_import(changes)
    assert len(calls) == min(tries, fails + 1)
    found = ["Cup"] if fails >= tries else ["Mug", "Jug"]
    names = Product.objects.order_by("sku").values_list("name", flat=True)
    assert list(names) == found
