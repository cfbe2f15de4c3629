"""Many users at a time: each opens a page, searches, turns it, and saves."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
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

    async def run(self, seconds: float) -> float:
        """Send for so long, and give how many events a second were answered."""
        limits = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=limits) as http:
            tabs = [
                self.peer.tab(http, self.peer.serving.url, key) for key in self.sessions
            ]
            for tab in tabs:
                await tab.open()
            began = stopwatch()
            end = began + seconds * 1000
            users = (self._user(i, tab, end) for i, tab in enumerate(tabs))
            await asyncio.gather(*users)
            lasted = stopwatch() - began
            for tab in tabs:
                await tab.close()
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
                if began > end and len(self.took) == len(steps):
                    return
                await act(*arguments)
                self.took[name].append(stopwatch() - began)
