"""One run of the benchmark: its scale, its databases, its progress."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from rich.progress import Progress

from e2e.server import ROOT
from tests.benchmarks.machine import POSTGRESQL_MEMORY
from tests.benchmarks.scale import Scale
from tests.benchmarks.servers import Data, filled
from tests.databases import new_database
from tests.services import PostgreSQL, postgresql

UV = os.environ.get("UV", "uv")  # `uv run` names itself


class Run:
    """What the parts share; each part gets databases that nobody else writes to."""

    def __init__(self, scale: Scale, folder: Path, progress: Progress) -> None:
        self.scale, self.folder, self.progress = scale, folder, progress
        self._stack = ExitStack()
        self._postgresql: PostgreSQL | None = None
        self._data: dict[tuple[str, int, str], Data] = {}

    def data(
        self, engine: str, rows: int, *, sessions: int = 200, what: str = ""
    ) -> Data:
        """Give a database with so many rows of one owner; it is filled once."""
        key = engine, rows, what
        if key not in self._data:
            name = f"{engine}-{rows}-{what}"
            task = self.progress.add_task(
                f"filling {engine}, {rows:,} rows", total=rows
            )
            self._data[key] = filled(
                self._new_database(engine, name),
                rows,
                sessions,
                lambda done: self.progress.update(task, completed=done),
                self.folder / name,
            )
            self.progress.remove_task(task)
        return self._data[key]

    def peers_python(self) -> str:
        """Give the Python that has what only the peers need; installs that once."""
        folder = self.folder / "peers-environment"
        if not folder.exists():
            task = self.progress.add_task("installing the peers", total=None)
            subprocess.run(
                [UV, "sync", "--quiet", "--no-default-groups", "--group", "peers"],
                cwd=ROOT,
                env=os.environ | {"UV_PROJECT_ENVIRONMENT": str(folder)},
                check=True,
            )
            self.progress.remove_task(task)
        return str(folder / "bin" / "python")

    def rounds(self, what: str, count: int) -> Iterator[int]:
        """Count rounds, and show how far they are."""
        yield from self.progress.track(range(count), description=what)

    def close(self) -> None:
        """Stop what was started."""
        self._stack.close()

    def _new_database(self, engine: str, name: str) -> str:
        folder = self.folder / name
        folder.mkdir()
        if engine == "SQLite":
            url = new_database(folder, "")
            with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
            return url
        if self._postgresql is None:
            service = postgresql(memory=POSTGRESQL_MEMORY)
            self._postgresql = self._stack.enter_context(service)
        return new_database(folder, self._postgresql.url)
