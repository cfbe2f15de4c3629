"""Starts the really running app: production settings, seeded data, one process."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("REFLEX_", "RX_", "DJANGO_", "COV_", "PYTEST_")
OUR_SETTINGS = [
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "DEBUG",
    "HTTPS",
    "ALLOWED_HOSTS",
]


class Server(NamedTuple):
    """A running app: where it answers, what it stores, what it logs."""

    url: str
    database: Path
    log: Path
    env: dict[str, str]

    def manage(self, *arguments: str) -> None:
        """Run one of Django's commands beside it, on the same database."""
        with self.log.open("ab") as output:
            subprocess.run(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=self.env,
                check=True,
                stdout=output,
                stderr=subprocess.STDOUT,
            )


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Serve in a folder of its own until the block ends; app.py fills the database."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(OURS) and name not in OUR_SETTINGS
    }
    database = folder / "security.sqlite3"
    env = inherited | {
        "SECRET_KEY": "only-for-this-test-run-and-long-enough-for-django-to-like",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "HTTPS": "0",
        "DATABASE_URL": f"sqlite:///{database}",
        "REFLEX_WEB_WORKDIR": str(folder / "web"),
        "REFLEX_STATES_WORKDIR": str(folder / "states"),
        "REFLEX_ENV_MODE": "prod",
    }
    server = Server(f"http://127.0.0.1:{port}", database, folder / "log", env)
    command = "-m uvicorn tests.security.app:application --host 127.0.0.1 --port"
    with server.log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command.split(), str(port)],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(server: Server, process: subprocess.Popen) -> None:
    """Return once it answers; httpx itself waits for each answer."""
    transport = httpx.HTTPTransport(retries=8)  # with pauses that double
    with httpx.Client(transport=transport, timeout=30) as http:
        while process.poll() is None:
            try:
                if http.get(f"{server.url}/ping").is_success:
                    return
            except httpx.ConnectError:
                continue
    raise RuntimeError(f"It did not start:\n{server.log.read_text()[-3000:]}")
