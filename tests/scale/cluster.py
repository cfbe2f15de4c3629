"""The app as it runs beyond one process: PostgreSQL, Redis and some workers.

All are real, on free loopback ports, and can be stopped and started again one by one.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.databases import new_database, query
from tests.security.server import Server
from tests.services import (
    MissingServiceError,
    PostgreSQL,
    RedisServer,
    postgresql,
    redis,
)


class Cluster(NamedTuple):
    """What runs: one database, one Redis, and workers that know of both."""

    database: PostgreSQL
    redis: RedisServer
    workers: list[Server]

    def start_again(self) -> None:
        """Start the workers that have ended."""
        for worker in self.workers:
            if worker.process.poll() is not None:
                worker.start()


@contextmanager
def cluster(folder: Path, size: int, **settings: str) -> Iterator[Cluster]:
    """Run all of it until the block ends; skip the test where something is missing."""
    with ExitStack() as until_the_end:
        try:
            database = until_the_end.enter_context(postgresql())
            shared = until_the_end.enter_context(redis())
        except MissingServiceError as missing:
            pytest.skip(str(missing))
        url = new_database(folder, database.url)
        # What is committed survives a crash of the server here, as it does elsewhere.
        name = url.rpartition("/")[2]
        query(url, f"ALTER DATABASE {name} SET synchronous_commit = on")
        workers = [
            _worker(folder / str(number), url, REDIS_URL=shared.url, **settings)
            for number in range(size)
        ]
        for worker in workers:  # one after the other: the first fills the database
            until_the_end.callback(worker.stop)
            worker.start()
        yield Cluster(database, shared, workers)


def _worker(folder: Path, database_url: str, **settings: str) -> Server:
    folder.mkdir()
    return Server(folder, database_url, **settings)
