"""The event loop: how long it stalls while the server is saturated."""

import asyncio

from tests.benchmarks.findings import Finding, Spread, limit, percentile
from tests.benchmarks.load import Load
from tests.benchmarks.peers.running import OURS, Peer
from tests.benchmarks.peers.tabs import OurTab
from tests.benchmarks.run import Run
from tests.benchmarks.servers import serve_app

GOAL = 5  # milliseconds at p99.9


async def measure(run: Run) -> list[Finding]:
    """Saturate the app, and have its own loop measure itself meanwhile.

    Apart from that: all users come and leave, one after the other.
    """
    data = run.data("SQLite", run.scale.rows[0], what="loop")
    users = max(run.scale.users)
    busy: list[float] = []
    moving: list[float] = []
    with serve_app(data, run.folder / "loop") as app:

        async def stalls() -> list[float]:
            return (await asyncio.to_thread(app.figures))["stalls"]

        peer = Peer(OURS, app, OurTab)
        await Load(peer, data.sessions[:users], None).run(run.scale.seconds / 2)
        for _ in run.rounds(f"{users} users at a time", 3):
            await stalls()
            load = Load(peer, data.sessions[:users], None)
            async with load.opened():
                moving += await stalls()
                await load.send(run.scale.seconds)
                busy += await stalls()
            moving += await stalls()
    return [
        _finding(f"stalls of the event loop with {users} users, p99.9", busy, GOAL),
        _finding(f"stalls while {users} users come and leave, p99.9", moving),
    ]


def _finding(what: str, late: list[float], at_most: float | None = None) -> Finding:
    value, spread = percentile(late, 0.999), Spread.of(late)
    return limit("loop", what, value, "ms", at_most, spread)
