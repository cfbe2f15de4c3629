"""Fairness: how long others wait while one user's query takes half a second."""

import asyncio
from contextlib import suppress
from itertools import chain

import aiohttp

from tests.benchmarks.findings import Finding, Spread
from tests.benchmarks.inventory_tab import InventoryTab
from tests.benchmarks.load import Load
from tests.benchmarks.peers.running import OURS, Peer
from tests.benchmarks.peers.tabs import OurTab
from tests.benchmarks.run import Run
from tests.benchmarks.servers import serve_app

SLOW = "slow query"  # as server_app.py has it
OTHERS = 5  # users
PACE = 20  # events a second of all of them: far from saturation
GOAL = 2


async def measure(run: Run) -> list[Finding]:
    """Load the app with and without somebody slow, in turn."""
    found = []
    for engine in run.scale.engines:
        data = run.data(engine, run.scale.rows[0], what="fairness")
        took: dict[bool, list[float]] = {False: [], True: []}
        folder = run.folder / f"fairness-{engine}"
        with serve_app(data, folder, BENCH_WATCH="1") as app:
            peer = Peer(OURS, app, OurTab)
            async with aiohttp.ClientSession() as http:
                slow = InventoryTab(http, app.url, data.sessions[-1])
                await slow.open()
                for i in run.rounds(f"fairness on {engine}", run.scale.turns * 4):
                    hindered = bool(i % 2)
                    busy = asyncio.create_task(_be_slow(slow)) if hindered else None
                    load = Load(peer, data.sessions[:OTHERS], PACE)
                    await load.run(run.scale.seconds)
                    took[hindered] += [*chain(*load.took.values())]
                    if busy:
                        await _end(busy)
                await slow.close()
        idle, with_slow = Spread.of(took[False]), Spread.of(took[True])
        value = with_slow.p99 / idle.p99
        what = f"{engine}: p99 of the others, against idle ({idle.p99:.3g} ms)"
        goal = f"≤ {GOAL} ×"
        met = value <= GOAL
        found.append(Finding("fairness", what, value, "×", goal, met, with_slow, idle))
    return found


async def _be_slow(tab: InventoryTab) -> None:
    """Ask one slow query after the other."""
    while True:
        await tab.search(SLOW)
        await tab.search("")


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
