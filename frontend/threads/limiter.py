"""How many events work in database threads at a time, while none takes long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

LONG = 0.02  # seconds


class Limiter:
    """Lets as many in at a time as it is wide; who stays long does not count.

    Threads that struggle for the interpreter keep the event loop from it, and all tabs
    with it. Here, before they begin, waiting costs nothing. A slow query is no reason
    to wait: the next one goes in beside it.
    """

    def __init__(self, width: int) -> None:
        self._free = asyncio.Semaphore(width)

    @asynccontextmanager
    async def entered(self) -> AsyncIterator[None]:
        """Wait for a place, and keep it until the block ends or takes long."""
        await self._free.acquire()
        with ExitStack() as place:  # which is given back once
            place.callback(self._free.release)
            overdue = asyncio.get_running_loop().call_later(LONG, place.close)
            try:
                yield
            finally:
                overdue.cancel()
