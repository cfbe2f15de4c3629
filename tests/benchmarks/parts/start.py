"""The start: ``reflex run`` to a usable page, and what the pages weigh.

Both against Reflex's own blank template, with the same Python and the same Node. The
caches of packages are warm; a first start in a fresh copy includes the installation of
Node's packages and the compilation, the second one neither.
"""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from e2e.server import ROOT, answers, clean_environment, running
from tests.benchmarks.findings import Finding, limit, ratio
from tests.benchmarks.machine import on_all_cores
from tests.benchmarks.run import Run
from tests.benchmarks.stalls import stopwatch
from tests.benchmarks.weights import weights
from tests.services import free_port

START, WEIGHT = 1.3, 1.15  # times the blank template's
REFLEX = [sys.executable, "-m", "reflex"]
KINDS = ("the app", "blank")
TIMES = ("first start", "second start")
PRODUCTION = {
    "SECRET_KEY": "only-for-this-benchmark-and-long-enough-for-django",
    "ALLOWED_HOSTS": "localhost",
    "HTTPS": "0",
    "REFLEX_ENV_MODE": "prod",
}

type Took = dict[tuple[str, str], list[float]]


async def measure(run: Run) -> list[Finding]:
    """Start fresh copies of both in turn, then build and weigh them."""
    took: Took = {(kind, time): [] for kind in KINDS for time in TIMES}
    folders: dict[str, Path] = {}
    times = TIMES[: run.scale.starts]  # one is enough to see that it works
    for i in run.rounds("starts", run.scale.starts):
        for kind in KINDS if i % 2 else reversed(KINDS):
            folder = folders[kind] = run.folder / f"start-{i}-{kind.split()[-1]}"
            await asyncio.to_thread(_app if kind == KINDS[0] else _blank, folder)
            for time in times:
                took[kind, time].append(await asyncio.to_thread(_start, folder))
    ours, blank = KINDS
    found = [
        ratio("start", f"{time}, in ms", took[ours, time], took[blank, time], START)
        for time in times
    ]
    built = {
        kind: await asyncio.to_thread(_build, folder)
        for kind, folder in folders.items()
    }
    reference = built[blank]["index.html"]
    for page, weight in built[ours].items():
        what = f"{page}, {weight:.0f} kB of JavaScript and CSS against {reference:.0f}"
        found.append(limit("start", what, weight / reference, "×", WEIGHT))
    return found


def _environment(**more: str) -> dict[str, str]:
    """Let neither ask anything, nor fetch another Node."""
    return clean_environment(
        REFLEX_USE_NPM="1", REFLEX_TELEMETRY_ENABLED="false", **more
    )


def _app(folder: Path) -> None:
    """Copy what git would give a newcomer."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listing, cwd=ROOT, text=True).split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def _blank(folder: Path) -> None:
    """Have Reflex make its smallest app."""
    folder.mkdir()
    command = [*REFLEX, "init", "--name", "blank", "--template", "blank"]
    _run(command, folder, _environment())


def _start(folder: Path) -> float:
    """Start it as a developer does, until a browser shows its heading."""
    front, back = free_port(), free_port()
    url = f"http://localhost:{front}/"
    ports = ["--frontend-port", str(front), "--backend-port", str(back)]
    began = stopwatch()
    with (
        running(
            on_all_cores([*REFLEX, "run", *ports]),
            lambda: answers(url),
            log=folder.with_suffix(".log"),
            env=_environment(),
            cwd=folder,
            seconds=300,
        ),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(url, timeout=120_000)
        page.locator("h1").first.wait_for(timeout=120_000)
        took = stopwatch() - began
        browser.close()
    return took


def _build(folder: Path) -> dict[str, float]:
    """Build the front end as for production, and weigh it."""
    command = [*REFLEX, "export", "--frontend-only", "--no-zip"]
    _run(command, folder, _environment(**PRODUCTION))
    return weights(folder / ".web" / "build" / "client")


def _run(command: list[str], folder: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        on_all_cores(command), cwd=folder, env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}")
