"""Many users at a time: each opens a page, searches, turns it, and saves."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.benchmarks.peers.running import Peer
from tests.benchmarks.peers.tabs import PeerTab
from tests.benchmarks.stalls import stopwatch

type Took = dict[str, list[float]]


class Load:
    """The users of one peer. ``pace`` is how many events all of them send a second;
    without one, each sends the next as soon as the last was answered.
    """

    def __init__(self, peer: Peer, sessions: list[str], pace: float | None) -> None:
        self.peer, self.sessions, self.pace = peer, sessions, pace
        self.took: Took = defaultdict(list)
        self.lost = 0  # connections that the server ended

    async def run(self, seconds: float) -> float:
        """Open the pages, send for so long, and give the rate."""
        async with self.opened():
            return await self.send(seconds)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Open a page for each user, one after the other, until the block ends."""
        limits = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=limits) as http:
            url = self.peer.serving.url
            self.tabs = [self.peer.tab(http, url, key) for key in self.sessions]
            for tab in self.tabs:
                await tab.open()
            try:
                yield
            finally:
                for tab in self.tabs:
                    await tab.close()

    async def send(self, seconds: float) -> float:
        """Send for so long, and give the rate."""
        began = stopwatch()
        end = began + seconds * 1000
        users = (self._user(i, tab, end) for i, tab in enumerate(self.tabs))
        await asyncio.gather(*users)
        lasted = stopwatch() - began
        return sum(map(len, self.took.values())) / lasted * 1000

    async def _user(self, number: int, tab: PeerTab, end: float) -> None:
        chance = random.Random(number)
        own = f"{number * 7919:07}"  # finds a row that nobody else saves
        steps: list[tuple[str, Callable[..., Awaitable[Any]], tuple[Any, ...]]] = [
            ("search", tab.search, (own,)),
            ("form", tab.begin, ()),
            ("save", tab.finish, ()),
            ("clear", tab.search, ("",)),
            ("page", tab.next, ()),
        ]
        while True:
            for name, act, arguments in steps:
                if self.pace:
                    pause = chance.expovariate(self.pace / len(self.sessions))
                    await asyncio.sleep(pause)
                began = stopwatch()
                if began > end and (self.lost or len(self.took) == len(steps)):
                    return
                try:
                    await act(*arguments)
                except ConnectionResetError:
                    self.lost += 1
                    await tab.open()  # as a page does, which then shows the first rows
                    break
                self.took[name].append(stopwatch() - began)
