"""The benchmark: ``uv run python -m tests.benchmarks`` (``--help`` says more)."""

import argparse
import asyncio
import gc
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.progress import Progress

from tests.benchmarks import machine, report
from tests.benchmarks.findings import Finding
from tests.benchmarks.run import Run
from tests.benchmarks.scale import FULL, QUICK

PARTS = (
    *("budget", "floor", "growth", "fairness", "live"),
    *("loop", "peers", "memory", "start"),
)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="small numbers, for CI")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas")
    parser.add_argument(
        "--write", action="store_true", help="write docs/benchmarks, also when quick"
    )
    given = parser.parse_args()
    given.parts = given.only.split(",")
    if unknown := set(given.parts) - set(PARTS):
        parser.error(
            f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}"
        )
    return given


async def measure(run: Run, parts: list[ModuleType], *, write: bool) -> None:
    """Run the parts one after the other, and write what is known after each."""
    found: list[Finding] = []
    command = " ".join(["uv run python -m tests.benchmarks", *sys.argv[1:]])
    for part in parts:
        mine = await part.measure(run)
        print(report.lines(mine), flush=True)
        found += mine
        if write:
            report.write(found, machine.describe() | {"command": command})


def forget_what_is_loaded() -> None:
    """Have the garbage collector look no more at what will not go away.

    To look through all modules takes it 60 to 85 ms, which a user of the load would
    seem to have waited for the server.
    """
    gc.collect()
    gc.freeze()


def main() -> int:
    """Measure, print, and write; fails if something did not work."""
    given = arguments()
    parts = [import_module(f"tests.benchmarks.parts.{name}") for name in given.parts]
    machine.stay_off_the_server()
    forget_what_is_loaded()
    with (
        tempfile.TemporaryDirectory(prefix="benchmark-") as folder,
        Progress(console=Console()) as progress,
    ):
        run = Run(QUICK if given.quick else FULL, Path(folder), progress)
        try:
            write = given.write or not given.quick
            asyncio.run(measure(run, parts, write=write))
        finally:
            run.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
