"""What the tests of a deployment get: the running app, on a database of its own."""

import os
from collections.abc import Iterator

import pytest

from tests.databases import new_database
from tests.security.server import Server, serve


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One process, which the tests of one module share."""
    folder = tmp_path_factory.mktemp("deployed")
    database_url = new_database(folder, os.environ.get("DATABASE_URL", ""))
    with serve(folder, database_url) as running:
        yield running
