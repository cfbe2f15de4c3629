"""Database work of one event holds up no other, and survives a lost connection."""

import asyncio
import gc
import threading
from contextvars import ContextVar

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.db import connection

from frontend.threads.database import (
    THREADS,
    close_database_threads,
    database_thread,
    run_in_database_thread,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def _threads_end():
    yield
    await close_database_threads()


async def test_a_slow_query_holds_up_nobody_else():
    release = threading.Event()

    async def slow() -> None:
        async with database_thread():
            await sync_to_async(release.wait)()

    async def quick() -> int:
        async with database_thread():
            return await User.objects.acount()

    waiting = asyncio.create_task(slow())
    try:
        assert await asyncio.wait_for(quick(), timeout=2) == 0
        assert not waiting.done()
    finally:
        release.set()
        await waiting


async def test_there_are_no_more_threads_than_that():
    release = threading.Event()
    threads: set[int] = set()

    async def work() -> None:
        async with database_thread():
            threads.add(await sync_to_async(threading.get_ident)())
            await sync_to_async(release.wait)()

    tasks = [asyncio.create_task(work()) for _ in range(THREADS + 5)]
    try:
        while len(threads) < THREADS:
            await asyncio.wait(tasks, timeout=0.01)
    finally:
        release.set()
        await asyncio.gather(*tasks)
    assert len(threads) == THREADS


async def test_a_thread_whose_query_goes_on_is_not_lent_again():
    release, begun = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def query() -> None:
        loop.call_soon_threadsafe(begun.set)
        release.wait()

    async def slow() -> None:
        async with database_thread():
            await sync_to_async(query)()

    cancelled = asyncio.create_task(slow())
    await begun.wait()
    cancelled.cancel()
    try:
        for _ in range(THREADS):
            async with asyncio.timeout(2), database_thread():
                assert await User.objects.acount() == 0
    finally:
        release.set()
        await asyncio.wait([cancelled])


async def test_threads_end_with_their_connections():
    async with database_thread():
        await User.objects.acount()
        lent = await sync_to_async(threading.current_thread)()
    await close_database_threads()
    await asyncio.to_thread(lent.join, 2)
    assert not lent.is_alive()


async def test_a_block_within_a_block_keeps_the_thread():
    async with database_thread():
        outer = await sync_to_async(threading.get_ident)()
        async with database_thread():
            assert await sync_to_async(threading.get_ident)() == outer


async def test_a_lost_connection_is_replaced_for_the_next_event():
    async with database_thread():
        await User.objects.acount()
        lost = await sync_to_async(_lose_connection)()
    async with database_thread():
        assert await User.objects.acount() == 0
        assert await sync_to_async(lambda: connection.connection)() is not lost


async def test_work_stays_in_one_thread():
    async def work() -> tuple[int, set[int]]:
        threads = {threading.get_ident()}
        count = await User.objects.acount()
        await asyncio.sleep(0)  # other things than queries can be awaited, too
        threads.add(await sync_to_async(threading.get_ident)())
        return count, threads

    count, threads = await run_in_database_thread(work)
    assert count == 0
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_work_can_set_variables_and_fail():
    variable: ContextVar[str] = ContextVar("variable", default="before")

    async def work() -> None:
        variable.set("after")
        await User.objects.aget()

    with pytest.raises(User.DoesNotExist):
        await run_in_database_thread(work)
    assert variable.get() == "after"


async def test_work_gets_a_connection_that_works():
    await run_in_database_thread(User.objects.acount)
    lost = await run_in_database_thread(sync_to_async(_lose_connection))
    assert lost is not None
    assert await run_in_database_thread(User.objects.acount) == 0
    now = sync_to_async(lambda: connection.connection)
    assert await run_in_database_thread(now) is not lost


async def test_what_is_cancelled_goes_no_further_and_gives_its_thread_back(caplog):
    release, begun, went_on = threading.Event(), asyncio.Event(), []
    loop = asyncio.get_running_loop()

    def query() -> None:
        loop.call_soon_threadsafe(begun.set)
        release.wait()

    async def slow() -> None:
        await sync_to_async(query)()
        went_on.append(True)

    task = asyncio.create_task(run_in_database_thread(slow))
    await begun.wait()
    task.cancel()
    assert not (await asyncio.wait([task], timeout=0.05))[0]  # its query still runs
    release.set()
    await asyncio.wait([task])
    assert (task.cancelled(), went_on) == (True, [])
    del task
    gc.collect()
    assert caplog.text == ""  # no exception that nobody has looked at
    await asyncio.gather(
        *(run_in_database_thread(User.objects.acount) for _ in range(THREADS))
    )


async def test_what_waits_for_something_else_is_cancelled_at_once():
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def sleeps() -> None:
        loop.call_soon_threadsafe(begun.set)
        await asyncio.sleep(60)

    task = asyncio.create_task(run_in_database_thread(sleeps))
    await begun.wait()
    task.cancel()
    async with asyncio.timeout(5):
        await asyncio.wait([task])
    assert task.cancelled()


def _lose_connection() -> object:
    """Have the connection in the state in which a server's restart leaves it."""
    connection.errors_occurred = True
    connection.is_usable = lambda: False
    return connection.connection
