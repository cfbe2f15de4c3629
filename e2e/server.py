"""Starts the real app, in production mode and on data of its own, and stops it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from tests.databases import new_database
from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent
OURS = ("REFLEX_", "RX_", "DJANGO_", "COV_")
OUR_SETTINGS = {
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "HTTPS"),
    *("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"),
}

BUILD = ["-m", "reflex", "export", "--frontend-only", "--no-zip"]
FILL = (["manage.py", "migrate", "-v0"], ["manage.py", "seed_demo"])


class Server(NamedTuple):
    """One app: where it answers, what it stores, what it says, how it is set up."""

    url: str
    database_url: str
    log: Path
    env: dict[str, str]


def clean_environment(**settings: str) -> dict[str, str]:
    """Take over the environment without what would configure the app, and add to it."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(OURS) and name not in OUR_SETTINGS
    }
    # Node comes from the virtual environment, which need not be activated.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**inherited, "PATH": path, "PYTHONUNBUFFERED": "1", **settings}


def answers(url: str) -> bool:
    """Tell whether a server answers at this address."""
    try:
        with urlopen(url, timeout=2):
            return True
    except (URLError, OSError):
        return False


@contextmanager
def running(
    command: list[str],
    ready: Callable[[], bool],
    *,
    log: Path,
    env: dict[str, str],
    cwd: Path = ROOT,
    seconds: float = 120,
) -> Iterator[subprocess.Popen]:
    """Run a server until the block ends, with everything that it has started."""
    with log.open("ab") as output:
        server = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + seconds
        while not ready():
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not start:\n{tail(log)}")
            time.sleep(0.1)
        yield server
    finally:
        stop(server)


def stop(server: subprocess.Popen) -> None:
    """End a server and its children: politely first, then for good."""
    for how in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(server.pid, how)
            server.wait(timeout=10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def tail(log: Path, lines: int = 40) -> str:
    """Give the end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


@contextmanager
def production(work: Path, data: Path) -> Iterator[Server]:
    """Build the front end in ``work``, migrate and seed in ``data``, and serve.

    ``work`` is kept between runs: installing what the build needs takes longest.
    """
    server = configure("127.0.0.1", free_port(), work / "web", data)
    shutil.rmtree(work / "web" / "build", ignore_errors=True)
    with ThreadPoolExecutor() as side_by_side:
        building = side_by_side.submit(_run, BUILD, server)
        side_by_side.submit(fill, server).result()
        building.result()
    with serving(server):
        yield server


def configure(host: str, port: int, web: Path, data: Path) -> Server:
    """Set an app up on data of its own; the front end in ``web`` can be shared.

    The pages are told to send their events to "localhost", which to them means
    the address that they came from: what is built for a port serves any host.
    """
    database_url = new_database(data, os.environ.get("DATABASE_URL", ""))
    server = Server(f"http://{host}:{port}", database_url, data / "log", {})
    env = clean_environment(
        SECRET_KEY="only-for-this-test-run",
        ALLOWED_HOSTS=host,
        HTTPS="0",
        DATABASE_URL=database_url,
        REFLEX_API_URL=f"http://localhost:{port}",
        REFLEX_WEB_WORKDIR=str(web),
        REFLEX_STATES_WORKDIR=str(data / "states"),
        REFLEX_ENV_MODE="prod",
    )
    return server._replace(env=env)


def fill(server: Server) -> None:
    """Create the app's database, with the demo data in it."""
    for command in FILL:
        _run(command, server)


@contextmanager
def serving(server: Server) -> Iterator[subprocess.Popen]:
    """Serve an app that is built and filled, until the block ends."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    uvicorn = [sys.executable, "-m", "uvicorn", "inventory.asgi:application"]
    with running(
        [*uvicorn, "--host", host, "--port", port],
        lambda: answers(f"{server.url}/ping"),
        log=server.log,
        env=server.env,
    ) as process:
        yield process


def _run(command: list[str], server: Server) -> None:
    with server.log.open("ab") as output:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=server.env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{tail(server.log)}")
