"""PostgreSQL and Redis as tests need them: their own, on free loopback ports.

Each is started from the system's binaries in a folder of its own, and stopped again.
On Debian they come with the packages ``postgresql`` and ``redis-server``.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as NotThereYetError
from redis.retry import Retry

DEBIAN_BINARIES = "/usr/lib/postgresql"  # not on the PATH there
# A test machine need not survive a power cut.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class MissingServiceError(Exception):
    """A server that the tests start is not installed."""


class PostgreSQL:
    """A database cluster; it can go away and come back on the same port.

    It keeps so much of its data in its own ``memory``.
    """

    def __init__(self, folder: Path, memory: str = "128MB") -> None:
        self.data, self.port, self.memory = folder / "data", free_port(), memory
        # PostgreSQL refuses to run as root; its package brings a user for that.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)
        self.running = False
        self._run("initdb", "--auth=trust", "--username=tests", "--encoding=UTF8")

    @property
    def url(self) -> str:
        """Where it answers, as ``DATABASE_URL`` wants it."""
        return f"postgres://tests@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -h 127.0.0.1 -k '' {FAST}"
        options += f" -c shared_buffers={self.memory}"
        log = str(self.data.parent / "log")
        self._run("pg_ctl", "--wait", f"--log={log}", f"--options={options}", "start")
        self.running = True

    def stop(self) -> None:
        """Drop all its connections and stop it, as a crash would."""
        if self.running:
            self._run("pg_ctl", "--wait", "--mode=immediate", "stop")
            self.running = False

    def _run(self, binary: str, *arguments: str) -> None:
        found = sorted(Path(DEBIAN_BINARIES).glob(f"*/bin/{binary}"))
        path = shutil.which(binary) or (found and str(found[-1]))
        if not path:
            raise MissingServiceError("Install PostgreSQL (Debian: postgresql).")
        subprocess.run(
            [path, f"--pgdata={self.data}", *arguments],
            check=True,
            cwd="/",
            user=self.user,
            extra_groups=[] if self.user else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def postgresql(**options: str) -> Iterator[PostgreSQL]:
    """Run a PostgreSQL of its own until the block ends."""
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        service = PostgreSQL(Path(folder), **options)
        service.start()
        try:
            yield service
        finally:
            service.stop()


class RedisServer:
    """A Redis; it can go away and come back, empty, on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        path = shutil.which("redis-server")
        if not path:
            raise MissingServiceError("Install Redis (Debian: redis-server).")
        where = f"--port {self.port} --bind 127.0.0.1 --save".split()
        self._process = subprocess.Popen([path, *where, ""], stdout=subprocess.DEVNULL)
        retry = Retry(ExponentialBackoff(cap=0.5), 40)
        with Redis.from_url(
            self.url, retry=retry, retry_on_error=[NotThereYetError]
        ) as client:
            client.ping()

    def stop(self) -> None:
        """Stop it."""
        if self._process:
            self._process.terminate()
            self._process.wait()


@contextmanager
def redis() -> Iterator[RedisServer]:
    """Run a Redis of its own until the block ends."""
    service = RedisServer()
    service.start()
    try:
        yield service
    finally:
        service.stop()


def free_port() -> int:
    """Give a port of this machine on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
