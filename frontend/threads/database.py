"""Threads for database work: one slow query must not hold up everybody else.

Django does its database work in a thread, since a connection belongs to one. Outside
a request all events of all users would share a single thread, and the async ORM would
go there and back for every query. Here an event borrows one of a few threads, each
with a connection of its own that is checked before use: a lost one is replaced.

``run_in_database_thread`` takes a whole handler there at once (work_item.py): one
switch of threads for each event, however many queries it has.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from contextvars import Context, ContextVar, copy_context
from weakref import WeakKeyDictionary

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import close_old_connections, connection

from frontend.threads.interpreter_lock import lower_priority
from frontend.threads.limiter import Limiter
from frontend.threads.work_item import Work, WorkItem, close_this_thread

THREADS = 16  # at most as many connections, for each process
WAITING = 4  # that wait for a database elsewhere at a time, while none takes long
SHORT = 1  # second: how long the end waits for a thread that is busy

type Pool = asyncio.LifoQueue[ThreadPoolExecutor]  # a warm connection first

_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[Limiter, Pool]] = (
    WeakKeyDictionary()
)
_borrowed: ContextVar[ThreadPoolExecutor | None] = ContextVar("borrowed", default=None)


async def run_in_database_thread[Result](work: Work[Result]) -> Result:
    """Await ``work()`` in a database thread, as a whole.

    What the work awaits of this event loop (its locks, its sockets) it cannot await
    there. Who is cancelled here waits for the query that runs; the work goes no
    further.
    """
    async with _lent_thread() as thread:
        item = WorkItem(work, copy_context())
        running = asyncio.get_running_loop().run_in_executor(thread, item.run)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            item.stop()
            await asyncio.wait({running})
            with suppress(asyncio.CancelledError):
                running.exception()  # looked at: nobody else will
            raise
        finally:
            _take_over(item.context)


@asynccontextmanager
async def database_thread() -> AsyncIterator[None]:
    """Do the queries of this block in a thread that no other block uses.

    Each goes there and comes back; the block itself stays on its event loop. Waits
    while all threads are lent. Inside another such block, or in work that
    runs in a database thread as a whole, it does nothing.
    """
    if _borrowed.get():
        yield
        return
    async with _lent_thread() as thread, ThreadSensitiveContext(executor=thread):
        await sync_to_async(close_old_connections)()
        yield


@asynccontextmanager
async def _lent_thread() -> AsyncIterator[ThreadPoolExecutor]:
    if thread := _borrowed.get():
        yield thread
        return
    limiter, pool = _limiter_and_pool()
    async with limiter.entered():
        thread = await pool.get()
        token = _borrowed.set(thread)
        try:
            yield thread
        finally:
            _borrowed.reset(token)
            task = asyncio.current_task()
            if task and task.cancelling():  # its last query may go on: wait for it
                idle = asyncio.get_running_loop().run_in_executor(thread, int)
                idle.add_done_callback(lambda _: pool.put_nowait(thread))
            else:
                pool.put_nowait(thread)


async def close_database_threads() -> None:
    """Close all connections and end their threads; whoever is busy is not awaited."""
    loop = asyncio.get_running_loop()
    if loop not in _pools:
        return
    _, pool = _pools.pop(loop)
    with suppress(TimeoutError):
        for _ in range(THREADS):
            thread = await asyncio.wait_for(pool.get(), SHORT)
            await loop.run_in_executor(thread, close_this_thread)
            thread.shutdown(wait=False)


def _take_over(context: Context) -> None:
    """Set here what the work has set in its own context, such as the request."""
    for variable, value in context.items():
        if variable.get(None) is not value:
            variable.set(value)


def _limiter_and_pool() -> tuple[Limiter, Pool]:
    loop = asyncio.get_running_loop()
    if loop not in _pools:
        # SQLite computes in this process: nothing is won by waiting for two at a time.
        limiter = Limiter(1 if connection.vendor == "sqlite" else WAITING)
        pool: Pool = asyncio.LifoQueue()
        for _ in range(THREADS):
            pool.put_nowait(ThreadPoolExecutor(1, "database", lower_priority))
        _pools[loop] = limiter, pool
    return _pools[loop]
