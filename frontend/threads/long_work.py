"""Work of many seconds: in a thread of its own, with progress, and to be stopped.

The event loop stays free for everybody else's events meanwhile.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import sync_to_async

from frontend.threads.database import database_thread

AT_A_TIME = 2  # for each process; who comes later waits
TICK = 0.25  # seconds between two looks at the progress

_places = asyncio.Semaphore(AT_A_TIME)


class StoppedError(Exception):
    """Nobody wants this work any more: it is given up where it stands."""


class LongWork[Result]:
    """One call of ``function(*args, progress)``, running since the block began.

    ``percent`` tells how far it has come. ``progress`` raises ``StoppedError`` inside
    the function once the work is not wanted any more.
    """

    def __init__(self, function: Callable[..., Result], *args: Any) -> None:
        self.percent = 0
        self._stopped = threading.Event()
        self._task = asyncio.create_task(self._run(function, *args))

    async def ticks(self) -> AsyncIterator[int]:
        """Give ``percent`` now and then, until the work is done."""
        while not self._task.done():
            await asyncio.wait({self._task}, timeout=TICK)
            yield self.percent

    async def result(self) -> Result:
        """Wait for what the function returns or raises."""
        return await asyncio.shield(self._task)

    def stop(self) -> None:
        """Have the function end at its next look at the progress."""
        self._stopped.set()

    async def _run(self, function: Callable[..., Result], *args: Any) -> Result:
        async with _places, database_thread():
            return await sync_to_async(function)(*args, self._progress)

    def _progress(self, done: int, total: int) -> None:
        if self._stopped.is_set():
            raise StoppedError
        self.percent = 100 * done // max(total, 1)


@asynccontextmanager
async def long_work[Result](
    function: Callable[..., Result], *args: Any
) -> AsyncIterator[LongWork[Result]]:
    """Start the work; whoever leaves the block early, or is cancelled, stops it."""
    work = LongWork(function, *args)
    try:
        yield work
    finally:
        work.stop()
        work._task.add_done_callback(lambda task: task.cancelled() or task.exception())
