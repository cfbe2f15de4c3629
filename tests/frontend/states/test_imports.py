"""Importing a file: what would happen, then all of it, or nothing."""

import pytest
from django.core.cache import cache

from frontend import routes
from frontend.states import imports
from frontend.states.imports import CHOOSING, DONE, GONE, READY, ImportState
from inventory import csv_plan, uploads
from inventory.models import Product
from tests.factories import InventoryProductFactory
from tests.frontend.queries import counted_queries, database_away
from tests.frontend.rows import add

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_imports"),
]

NO_SKU = ",Nobody,1"


def shown(client):
    return client.page(ImportState)


async def skus(user):
    return {each.sku async for each in Product.objects.for_owner(user)}


# Check


async def test_nothing_waits_so_a_file_is_to_be_chosen(connect, user):
    client = await connect(user, routes.IMPORT)
    await client.all_ended()
    assert shown(client).phase == CHOOSING
    assert shown(client).error_message == ""


async def test_preview_says_what_would_happen_and_writes_nothing(send_file, user):
    await add(InventoryProductFactory, owner=user, sku="OLD", name="Cup", price="4")
    await add(InventoryProductFactory, sku="NEW", name="Of somebody else")
    client = await send_file("old,Cup,5.00", "new,Pot,9", NO_SKU)
    page = shown(client)
    assert page.counts == {"created": 1, "changed": 1, "unchanged": 0, "refused": 1}
    assert (page.total, page.to_write, page.file_name) == (3, 2, "stock.csv")
    assert [row["line"] for row in page.lines] == [4, 2, 3]
    assert page.lines[1]["details"] == "Price: 4.00 → 5.00"
    assert "Of somebody else" not in str(client.frames)
    assert await skus(user) == {"OLD"}


async def test_of_many_lines_the_first_are_shown_and_all_are_counted(send_file):
    client = await send_file(*(f"s{n},Cup,1" for n in range(250)))
    assert len(shown(client).lines) == 100
    assert shown(client).counts["created"] == 250


async def test_file_that_cannot_be_read_says_why(connect, user):
    await cache.aset(uploads._key(user.pk), ("stock.csv", b"no header"))
    client = await connect(user, routes.IMPORT)
    await client.until(lambda: shown(client).error_message)
    assert "must name the columns" in shown(client).error_message
    assert shown(client).phase == CHOOSING
    assert await uploads.waiting(user.pk) is None


@pytest.mark.parametrize("thousands", [1, 3])
async def test_check_costs_one_query_for_each_thousand_lines(send_file, thousands):
    with counted_queries() as queries:
        await send_file(*(f"s{n},Cup,1" for n in range(1000 * thousands)))
    read = [sql for sql in queries if '"inventory_product"."sku" IN' in sql]
    assert len(read) == thousands


# Write


async def test_import_writes_all_and_forgets_the_file(send_file, user):
    client = await send_file("a,Cup,1", "b,Pot,2")
    await client.send(ImportState.start_import)
    await client.until(lambda: shown(client).phase == DONE)
    assert await skus(user) == {"A", "B"}
    assert await uploads.waiting(user.pk) is None


async def test_refused_line_keeps_everything_out(send_file, user):
    client = await send_file("a,Cup,1", NO_SKU)
    await client.send(ImportState.start_import)
    await client.all_ended()
    assert shown(client).phase == READY
    assert await skus(user) == set()


async def test_stock_that_changed_meanwhile_keeps_everything_out(send_file, user):
    client = await send_file("a,Cup,1", "b,Pot,2")
    await add(InventoryProductFactory, owner=user, sku="B")
    await client.send(ImportState.start_import)
    await client.until(lambda: shown(client).error_message)
    assert "changed meanwhile" in shown(client).error_message
    assert await skus(user) == {"B"}


async def test_file_that_has_gone_meanwhile_is_said_to_be(send_file, user):
    client = await send_file("a,Cup,1")
    await uploads.forget(user.pk)
    await client.send(ImportState.start_import)
    await client.until(lambda: shown(client).error_message)
    assert (shown(client).error_message, shown(client).phase) == (GONE, CHOOSING)


async def test_database_away_is_said_in_plain_words(send_file, user):
    client = await send_file("a,Cup,1")
    with database_away(for_table="INSERT INTO"):
        await client.send(ImportState.start_import)
        await client.until(lambda: shown(client).error_message)
    assert shown(client).error_message == imports.DATABASE_AWAY
    assert await skus(user) == set()


async def test_import_costs_one_statement_for_each_thousand_lines(send_file):
    client = await send_file(*(f"s{n},Cup,1" for n in range(3000)))
    with counted_queries() as queries:
        await client.send(ImportState.start_import)
        await client.until(lambda: shown(client).phase == DONE)
    stock = [sql for sql in queries if "inventory_product" in sql]
    assert len(stock) == 2 * 3000 // csv_plan.CHUNK
