"""What the scale suite gets: three workers that share everything."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from tests.scale.cluster import Cluster, cluster
from tests.scale.tab import Tab
from tests.security.database import query
from tests.security.people import Person, signed_in

type OpenTab = Callable[..., Tab]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """PostgreSQL, Redis and three workers, which all tests share and may restart."""
    with cluster(tmp_path_factory.mktemp("scale"), 3) as running:
        yield running


@pytest.fixture(autouse=True)
def _all_there(running: Cluster) -> None:
    """Start again what the test before has left stopped."""
    running.start_again()


@pytest.fixture(scope="session")
def alice(running: Cluster) -> Person:
    """Somebody who has signed in on the first worker."""
    return signed_in(running.workers[0].url, "alice")


@pytest.fixture
async def open_tab(running: Cluster, alice: Person) -> AsyncIterator[OpenTab]:
    """Open a tab of hers: ``open_tab(1)`` asks the second worker first."""
    tabs: list[Tab] = []

    def open_tab(first: int = 0, person: Person = alice) -> Tab:
        tabs.append(tab := Tab(running.workers, person, first))
        return tab

    yield open_tab
    for tab in tabs:
        await tab.close()


@pytest.fixture
def stored(running: Cluster) -> Callable[[str], list[str]]:
    """Read the SKUs of one test's products out of the database."""

    def read(prefix: str) -> list[str]:
        sql = "SELECT sku FROM inventory_product WHERE sku LIKE ? ORDER BY sku"
        rows = query(running.workers[0], sql, f"{prefix}%")
        return [row["sku"] for row in rows]

    return read
