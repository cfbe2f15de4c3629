"""How long an event loop keeps everybody waiting."""

import asyncio
import time

NAP = 0.001  # seconds


class Stalls:
    """Naps again and again, and notes by how many milliseconds each was too long."""

    def __init__(self) -> None:
        self.task: asyncio.Task[None] | None = None
        self._late: list[float] = []

    async def measure(self) -> None:
        """Go on until the loop ends."""
        while True:
            before = stopwatch()  # uvloop's own clock knows no part of a millisecond
            await asyncio.sleep(NAP)
            self._late.append(stopwatch() - before - NAP * 1000)

    def taken(self) -> list[float]:
        """Give what was noted since the last time."""
        late, self._late = self._late, []
        return late


def stopwatch() -> float:
    """Tell the time in milliseconds, for differences."""
    return time.perf_counter() * 1000
