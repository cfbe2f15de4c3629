"""What many pages ask for at the same moment is read once, for all of them."""

import asyncio

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError

from frontend.live import shared_reads
from frontend.live.shared_reads import SharedReads, key_of
from frontend.threads.database import THREADS, close_database_threads
from shop.models import Product


@pytest.fixture
async def reads():
    yield SharedReads()
    await close_database_threads()


@pytest.fixture
def counted():
    """Give the number of the reading, each time another one."""
    numbers = iter(range(1, 100))

    async def read():
        return next(numbers)

    return read


async def test_many_who_ask_at_once_read_once(reads, counted):
    many = [reads.get("rows", counted) for _ in range(5 * THREADS)]
    assert set(await asyncio.gather(*many)) == {1}


async def test_another_key_is_read_for_itself(reads, counted):
    assert await reads.get("rows", counted) == 1
    assert await reads.get("other rows", counted) == 2


async def test_after_a_change_it_is_read_again(reads, counted):
    assert await reads.get("rows", counted) == 1
    reads.clear()
    assert await reads.get("rows", counted) == 2


async def test_read_that_began_before_a_change_serves_nobody_after_it(reads, counted):
    began, goes_on = asyncio.Event(), asyncio.Event()

    async def slow():
        found = await counted()
        began.set()
        await goes_on.wait()
        return found

    first = asyncio.create_task(reads.get("rows", slow))
    await began.wait()
    reads.clear()
    assert await reads.get("rows", counted) == 2
    goes_on.set()
    assert await first == 1


async def test_what_was_read_a_while_ago_is_not_handed_out(reads, counted, monkeypatch):
    assert await reads.get("rows", counted) == 1
    monkeypatch.setattr(shared_reads, "OLDEST", -1)
    assert await reads.get("rows", counted) == 2


async def test_page_that_leaves_takes_nothing_from_the_others(reads):
    began, goes_on = asyncio.Event(), asyncio.Event()

    async def read():
        began.set()
        await goes_on.wait()
        return "found"

    leaves = asyncio.create_task(reads.get("rows", read))
    await began.wait()
    stays = asyncio.create_task(reads.get("rows", read))
    leaves.cancel()
    goes_on.set()
    assert await stays == "found"


async def test_failure_is_everybodys(reads):
    async def read():
        raise DatabaseError

    both = [reads.get("rows", read) for _ in range(2)]
    found = await asyncio.gather(*both, return_exceptions=True)
    assert [type(each) for each in found] == [DatabaseError, DatabaseError]


def test_keys_tell_apart_what_is_asked_for():
    rows = Product.objects.order_by("name")
    assert key_of(rows.filter(name="a")) == key_of(rows.filter(name="a"))
    assert key_of(Product.objects.all()) == key_of(Product.objects.all())
    different = [
        Product.objects.all(),
        User.objects.all(),
        rows,
        rows.filter(name="a"),
        rows.filter(name="b"),
        rows.filter(sku="a"),
        rows.order_by("id"),
        rows[:10],
        rows[10:20],
        rows.none(),
        rows.prefetch_related("source"),
        rows.prefetch_related("source"),
    ]
    assert len({key_of(each) for each in different}) == len(different)
