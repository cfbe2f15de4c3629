"""Threads for database work: one slow query must not hold up everybody else.

Django's async ORM does its work in a thread, since a connection belongs to one.
Outside a request all events of all users would share a single thread. Here an event
borrows one of a few, each with a connection of its own that is checked before use:
a lost one is replaced.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from weakref import WeakKeyDictionary

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import close_old_connections, connections

THREADS = 16  # at most as many connections, for each process
SHORT = 1  # second: how long the end waits for a thread that is busy

type Pool = asyncio.LifoQueue[ThreadPoolExecutor]  # a warm connection first

_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pool] = WeakKeyDictionary()
_borrowed: ContextVar[bool] = ContextVar("borrowed", default=False)


@asynccontextmanager
async def database_thread() -> AsyncIterator[None]:
    """Do the database work of this block in a thread that no other block uses.

    Waits while all threads are lent. Inside another such block it does nothing.
    """
    if _borrowed.get():
        yield
        return
    pool = _pool()
    thread = await pool.get()
    token = _borrowed.set(True)
    try:
        async with ThreadSensitiveContext(executor=thread):
            await sync_to_async(close_old_connections)()
            yield
    finally:
        _borrowed.reset(token)
        task = asyncio.current_task()
        if task and task.cancelling():  # its last query may go on: wait for its end
            idle = asyncio.get_running_loop().run_in_executor(thread, int)
            idle.add_done_callback(lambda _: pool.put_nowait(thread))
        else:
            pool.put_nowait(thread)


async def close_database_threads() -> None:
    """Close all connections and end their threads; whoever is busy is not awaited."""
    loop = asyncio.get_running_loop()
    pool = _pools.pop(loop, None)
    if pool is None:
        return
    with suppress(TimeoutError):
        for _ in range(THREADS):
            thread = await asyncio.wait_for(pool.get(), SHORT)
            await loop.run_in_executor(thread, connections.close_all)
            thread.shutdown(wait=False)


def _pool() -> Pool:
    loop = asyncio.get_running_loop()
    if loop not in _pools:
        pool = _pools[loop] = asyncio.LifoQueue()
        for _ in range(THREADS):
            pool.put_nowait(ThreadPoolExecutor(1, thread_name_prefix="database"))
    return _pools[loop]
