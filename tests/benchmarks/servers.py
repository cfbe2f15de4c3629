"""Starts what is measured: the app and its peers, each as one process on one core."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from e2e.server import ROOT, answers, clean_environment, running
from tests.benchmarks.machine import on_server_core
from tests.services import free_port


class Data(NamedTuple):
    """A filled database: where it is, whose rows, and the sessions to come with."""

    url: str
    owner: int
    sessions: list[str]
    statements: Path


class Serving(NamedTuple):
    """A running server: where it answers, and its process."""

    url: str
    pid: int

    def figures(self) -> dict[str, Any]:
        """Ask the app what it looks like from inside."""
        return self._said("/bench")

    def connections(self) -> int:
        """Ask the app how many it has."""
        return self._said("/bench?connections")

    def free_memory(self) -> None:
        """Have the app give back what its allocator keeps free."""
        self._said("/bench?free")

    def _said(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=30) as answer:
            return json.loads(answer.read())


def filled(
    url: str, rows: int, sessions: int, told: Callable[[int], None], folder: Path
) -> Data:
    """Fill a new database with rows of one owner."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.rows", str(rows), str(sessions)],
        cwd=ROOT,
        env=settings(url, folder),
        stdout=subprocess.PIPE,
        text=True,
    )
    last = ""
    assert process.stdout
    for line in process.stdout:
        last = line
        if line.startswith("progress "):
            told(int(line.split()[1]))
    if process.wait():
        raise RuntimeError(f"The database at {url} could not be filled.")
    said = json.loads(last)
    statements = folder / "statements.json"
    statements.write_text(json.dumps(said["statements"]))
    return Data(url, said["owner"], said["sessions"], statements)


def settings(url: str, folder: Path, **more: str) -> dict[str, str]:
    """Give the environment of production on this database."""
    return clean_environment(
        SECRET_KEY="only-for-this-benchmark-and-long-enough-for-django",
        ALLOWED_HOSTS="127.0.0.1",
        HTTPS="0",
        DATABASE_URL=url,
        REFLEX_WEB_WORKDIR=str(folder / "web"),
        REFLEX_STATES_WORKDIR=str(folder / "states"),
        REFLEX_ENV_MODE="prod",
        **more,
    )


def uvicorn(target: str, port: int) -> list[str]:
    """Give uvicorn's arguments: the same loop and parsers for every peer."""
    fast = all(map(find_spec, ("uvloop", "httptools", "websockets")))
    loop, http, ws = (
        ("uvloop", "httptools", "websockets-sansio")
        if fast
        else ("asyncio", "h11", "wsproto")
    )
    engine = ["--loop", loop, "--http", http, "--ws", ws]
    quiet = ["--no-access-log", "--log-level", "warning"]
    where = ["--host", "127.0.0.1", "--port", str(port)]
    return ["-m", "uvicorn", target, *where, *engine, *quiet]


def granian(target: str, port: int) -> list[str]:
    """Give the arguments that serve WSGI, with threads that keep their connections."""
    where = ["--host", "127.0.0.1", "--port", str(port)]
    threads = ["--workers", "1", "--blocking-threads", "8"]
    quiet = ["--log-level", "warning"]
    return ["-m", "granian", "--interface", "wsgi", *where, *threads, *quiet, target]


@contextmanager
def serve(
    target: str,
    data: Data,
    folder: Path,
    *,
    python: str = sys.executable,
    server: Callable[[str, int], list[str]] = uvicorn,
    ready: str = "/ping",
    cwd: Path = ROOT,
    **more: str,
) -> Iterator[Serving]:
    """Serve an ASGI application on the server's core until the block ends."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    url = f"http://127.0.0.1:{port}"
    more |= {"PYTHONPATH": str(ROOT), "BENCH_STATEMENTS": str(data.statements)}
    env = settings(data.url, folder, **more)
    with running(
        on_server_core([python, *server(target, port)]),
        lambda: answers(url + ready),
        log=folder / "log",
        env=env,
        cwd=cwd,
        seconds=60,
    ) as process:
        yield Serving(url, process.pid)


@contextmanager
def serve_app(data: Data, folder: Path, **more: str) -> Iterator[Serving]:
    """Serve the app."""
    with serve("tests.benchmarks.server_app:application", data, folder, **more) as app:
        yield app
