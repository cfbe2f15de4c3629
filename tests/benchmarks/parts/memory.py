"""Memory: what an open page costs, and what is left of those that were closed."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp

from tests.benchmarks.findings import Finding, limit
from tests.benchmarks.machine import megabytes
from tests.benchmarks.peers.running import Peer, running_peers
from tests.benchmarks.run import Run
from tests.benchmarks.servers import Data

AT_ONCE = 20
GOAL = 0.5  # of NiceGUI's
LONGEST = 120  # seconds until the last connection is let go
ROOM = 5  # megabytes: an allocator keeps whole pages for what is left on them
NAMES = ("the app", "NiceGUI")


async def measure(run: Run) -> list[Finding]:
    """Open pages and keep them, then come and go."""
    data = run.data("SQLite", run.scale.rows[0], what="memory")
    with running_peers(run, data, run.folder / "memory") as peers:
        chosen = [peer for peer in peers if peer.name in NAMES]
        each = {peer.name: await _idle(run, data, peer) for peer in chosen}
        grown, kept = await _visits(run, data, chosen[0])
    ours, theirs = (each[name] for name in NAMES)
    what = f"an idle page, against NiceGUI's ({theirs:.3g} kB)"
    return [
        limit("memory", "an idle page", ours, "kB"),
        limit("memory", what, ours / theirs, "×", GOAL),
        limit("memory", f"growth after {run.scale.visits:,} visits", grown, "MB", ROOM),
        limit("memory", "free, but kept by the allocator after them", kept, "MB"),
    ]


async def _idle(run: Run, data: Data, peer: Peer) -> float:
    """Give the kilobytes that one more open page takes."""
    async with _many() as http:
        warm_up = [_tab(http, data, peer, i) for i in range(AT_ONCE)]
        await _in_turns(warm_up, lambda tab: tab.open())
        before = megabytes(peer.serving.pid)
        tabs = [_tab(http, data, peer, i) for i in range(run.scale.idle)]
        for i in run.rounds(f"idle pages of {peer.name}", -(-len(tabs) // AT_ONCE)):
            some = tabs[i * AT_ONCE : (i + 1) * AT_ONCE]
            await _in_turns(some, lambda tab: tab.open())
        after = megabytes(peer.serving.pid)
        await _in_turns([*warm_up, *tabs], lambda tab: tab.close())
    return (after - before) * 1024 / run.scale.idle


async def _visits(run: Run, data: Data, peer: Peer) -> tuple[float, float]:
    """Give the megabytes that were added after the first fifth of all visits.

    Without what the allocator keeps free, which is the second figure.
    """
    turns = run.scale.visits // AT_ONCE
    settled = 0.0
    async with _many() as http:
        for i in run.rounds("visits", turns):
            tabs = [_tab(http, data, peer, i) for i in range(AT_ONCE)]
            await _in_turns(tabs, lambda tab: tab.open())
            await _in_turns(tabs, lambda tab: tab.close())
            if i == turns // 5:
                settled, _ = await _at_rest(peer)
    needed, kept = await _at_rest(peer)
    return needed - settled, kept


async def _at_rest(peer: Peer) -> tuple[float, float]:
    """Give the megabytes that the app needs once nobody is connected, and keeps."""
    for _ in range(LONGEST):
        if not await asyncio.to_thread(peer.serving.connections):
            held = megabytes(peer.serving.pid)
            await asyncio.to_thread(peer.serving.free_memory)
            needed = megabytes(peer.serving.pid)
            return needed, held - needed
        await asyncio.sleep(1)
    raise RuntimeError("The app does not let go of its connections.")


def _many() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


def _tab(http: aiohttp.ClientSession, data: Data, peer: Peer, number: int) -> Any:
    key = data.sessions[number % len(data.sessions)]
    return peer.tab(http, peer.serving.url, key)


async def _in_turns(tabs: list[Any], act: Callable[[Any], Any]) -> None:
    await asyncio.gather(*map(act, tabs))
