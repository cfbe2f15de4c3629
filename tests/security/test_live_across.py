"""Two workers on one PostgreSQL: what anybody commits, the pages of both show."""

import asyncio
import os

import pytest

from tests.databases import is_postgresql, new_database
from tests.security.database import add_row, query
from tests.security.handlers import wire_name
from tests.security.people import signed_in
from tests.security.record import RECORD
from tests.security.server import serve
from tests.security.test_live_load import SUBSCRIBE, shelf, shown
from tests.security.wire import Wire
from tests.services import postgresql

pytestmark = pytest.mark.skipif(
    not is_postgresql(os.environ.get("DATABASE_URL", "sqlite://")),
    reason="SQLite is for one process",
)
FIGURES = wire_name("DashboardState.live_subscribe")
ALL_RIGHT_AGAIN = 5  # seconds after the database is back
RENAME = "UPDATE shop_product SET name = ? WHERE id = ?"


@pytest.fixture(scope="module")
def cluster():
    """A database server that only these tests may stop."""
    with postgresql() as service:
        yield service


@pytest.fixture(scope="module")
def workers(cluster, tmp_path_factory):
    """The app twice, on the same database."""
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "other")]
    database_url = new_database(folders[0], cluster.url)
    with serve(folders[0], database_url) as one, serve(folders[1], database_url) as two:
        yield one, two


@pytest.fixture
async def open_pages(workers):
    """Open a page of each worker for somebody who signed in at the first."""
    wires = []

    async def open_pages(username, path, subscribe):
        person = signed_in(workers[0].url, username)
        for worker in workers:
            wires.append(wire := Wire(worker.url, person, path))
            await wire.open()
            await wire.post(subscribe)
            await wire.until(lambda wire=wire: '"loaded_rx_state_": true' in text(wire))
        return wires

    yield open_pages
    for wire in wires:
        await wire.close()


def text(wire):
    return str(wire.frames).replace("'", '"').replace("True", "true")


@pytest.fixture
def row(workers):
    """A row that stands first on the shelf."""
    key = add_row(workers[0], "shop_product", "edith")
    query(workers[0], RENAME, "0 before", key)
    yield key
    query(workers[0], "DELETE FROM shop_product WHERE id = ?", key)


async def all_show(pages, name):
    await asyncio.gather(
        *(page.until(lambda p=page: shown(p)[0] == name) for page in pages)
    )


async def test_change_by_another_program_reaches_both(workers, open_pages, row):
    pages = await open_pages("victor", "/products", SUBSCRIBE)
    await all_show(pages, "0 before")
    query(workers[0], RENAME, "0 by hand", row)
    await all_show(pages, "0 by hand")
    RECORD.faults += 1


async def test_change_while_nobody_listened_shows_soon(
    cluster, workers, open_pages, row
):
    pages = await open_pages("victor", "/products", SUBSCRIBE)
    await all_show(pages, "0 before")
    for _ in range(2):
        query(workers[0], "CHECKPOINT")  # or the session may be lost with the rest
        cluster.stop()
        cluster.start()
        query(workers[0], RENAME, "0 while away", row)
        async with asyncio.timeout(ALL_RIGHT_AGAIN):
            await all_show(pages, "0 while away")
        assert shown(pages[0]) == shown(pages[1]) == shelf(workers[0])
        query(workers[0], RENAME, "0 before", row)
        await all_show(pages, "0 before")
    RECORD.faults += 2


async def test_stock_that_moves_reaches_its_owner_on_both(workers, open_pages):
    pages = await open_pages("bruno", "/dashboard", FIGURES)
    product = add_row(workers[0], "inventory_product", "bruno")
    sql = "UPDATE inventory_product SET category = 'Unheard of' WHERE id = ?"
    query(workers[0], sql, product)
    for page in pages:
        await page.until(lambda page=page: "Unheard of" in text(page))
    RECORD.faults += 1


async def test_session_that_ended_on_one_shows_nothing_on_the_other(
    workers, open_pages, row
):
    pages = await open_pages("victor", "/products", SUBSCRIBE)
    await all_show(pages, "0 before")
    key = pages[0].person.session_key
    query(workers[0], "DELETE FROM inventory_session WHERE session_key = ?", key)
    query(workers[0], RENAME, "0 secret", row)
    for page in pages:
        await page.until(lambda page=page: "/login" in text(page))
        assert "0 secret" not in text(page)
    RECORD.faults += 1
