"""The floor: the list event inside the process, against the same work without it."""

import asyncio
import json
import subprocess
import sys

from e2e.server import ROOT
from tests.benchmarks.findings import Finding, ratio
from tests.benchmarks.machine import on_server_core
from tests.benchmarks.run import Run
from tests.benchmarks.servers import settings

GOAL = 2
TIMES = 10  # the rounds of others: one takes a few milliseconds


async def measure(run: Run) -> list[Finding]:
    """Compare on both engines, with few rows: there the bridge costs the most."""
    found = []
    for engine in run.scale.engines:
        data = run.data(engine, run.scale.rows[0], what="floor")
        command = [sys.executable, "-m", "tests.benchmarks.floor_process"]
        for _ in run.rounds(f"floor on {engine}", 1):
            done = await asyncio.to_thread(
                subprocess.run,
                on_server_core([*command, str(run.scale.rounds * TIMES)]),
                cwd=ROOT,
                env=settings(data.url, run.folder / "floor"),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
        said = json.loads(done.stdout.splitlines()[-1])
        what = f"{engine}: the list event against plain Django"
        found.append(ratio("floor", what, said["events"], said["floor"], GOAL))
        what += ", where that has its SQL prepared, too"
        found.append(ratio("floor", what, said["events"], said["prepared"]))
    return found
