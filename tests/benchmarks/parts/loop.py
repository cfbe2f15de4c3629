"""The event loop: how long it stalls while the server is saturated."""

import asyncio

from tests.benchmarks.findings import Finding, Spread, percentile
from tests.benchmarks.load import Load
from tests.benchmarks.peers.running import OURS, Peer
from tests.benchmarks.peers.tabs import OurTab
from tests.benchmarks.run import Run
from tests.benchmarks.servers import serve_app

GOAL = 5  # milliseconds at p99.9


async def measure(run: Run) -> list[Finding]:
    """Saturate the app, and have its own loop measure itself meanwhile."""
    data = run.data("SQLite", run.scale.rows[0], what="loop")
    users = max(run.scale.users)
    late: list[float] = []
    with serve_app(data, run.folder / "loop") as app:
        peer = Peer(OURS, app, OurTab)
        await Load(peer, data.sessions[:users], None).run(run.scale.seconds / 2)
        for _ in run.rounds(f"{users} users at a time", 2):
            await asyncio.to_thread(app.figures)
            await Load(peer, data.sessions[:users], None).run(run.scale.seconds)
            late += (await asyncio.to_thread(app.figures))["stalls"]
    value, spread = percentile(late, 0.999), Spread.of(late)
    what = f"stalls of the event loop with {users} users, p99.9"
    goal = f"≤ {GOAL} ms"
    return [Finding("loop", what, value, "ms", goal, value <= GOAL, spread)]
