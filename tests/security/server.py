"""Starts the really running app: production settings, seeded data, one process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
# What a developer's shell may hold, and the app must not see.
OURS = ("REFLEX_", "RX_", "DJANGO_", "COV_", "PYTEST_")
OUR_SETTINGS = ("REDIS_URL", "SECRET_KEY", "DEBUG", "HTTPS", "ALLOWED_HOSTS")
COMMAND = "-m uvicorn tests.security.app:application --host 127.0.0.1 --port"


class Server:
    """The app: where it answers, what it stores, what it logs.

    It can be stopped or killed, and started again at the same address.
    """

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        self.port, self.log = free_port(), folder / "log"
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = database_url
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(OURS) and name not in OUR_SETTINGS
        }
        self.env = inherited | {
            "SECRET_KEY": "only-for-this-test-run-and-long-enough-for-django-to-like",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "HTTPS": "0",
            "DATABASE_URL": database_url,
            "REFLEX_WEB_WORKDIR": str(folder / "web"),
            "REFLEX_STATES_WORKDIR": str(folder / "states"),
            "REFLEX_ENV_MODE": "prod",
            **settings,
        }

    def start(self) -> None:
        """Start it and wait until it answers; app.py fills the database."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *COMMAND.split(), str(self.port)],
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def stop(self) -> None:
        """Let it finish what it is doing, for ten seconds at most."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()

    def restart(self) -> None:
        """End it as a deployment does, and start it again."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.start()

    def kill(self) -> None:
        """End it at once, wherever it is."""
        self.process.kill()
        self.process.wait()

    def _wait(self) -> None:
        """Return once it answers; httpx itself waits for each answer."""
        transport = httpx.HTTPTransport(retries=8)  # with pauses that double
        with httpx.Client(transport=transport, timeout=30) as http:
            while self.process.poll() is None:
                try:
                    http.get(f"{self.url}/ping", headers={"X-Forwarded-Proto": "https"})
                except httpx.ConnectError:
                    continue
                return
        raise RuntimeError(f"It did not start:\n{self.log.read_text()[-3000:]}")


@contextmanager
def serve(folder: Path, database_url: str, **settings: str) -> Iterator[Server]:
    """Serve until the block ends."""
    server = Server(folder, database_url, **settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()
