"""The database fails: a clear message, nothing lost, and it works again by itself."""

import asyncio
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from frontend.events.faults import DATABASE_AWAY, DISK_FULL
from tests.databases import connection_to, is_postgresql, new_database
from tests.security.app_marks import SLOW
from tests.security.database import query
from tests.security.handlers import wire_name
from tests.security.people import signed_in
from tests.security.record import RECORD
from tests.security.server import Server, serve
from tests.security.table import SERVED, outcome
from tests.security.test_text import field_errors
from tests.security.wire import Wire
from tests.services import postgresql

LOAD = wire_name("InventoryState.load_inventory")
START = wire_name("InventoryState.start_creating")
SAVE = wire_name("InventoryState.save_product")
FORM = {"name": "Cup", "price": "1.00", "category": ""}
PATIENCE = 20  # seconds; a lock is waited for five

on_postgresql = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL"), reason="a file has no server that could go"
)


@pytest.fixture(scope="module")
def cluster():
    """A database server that only these tests may stop; None for a file."""
    if not is_postgresql(os.environ.get("DATABASE_URL", "sqlite://")):
        yield None
        return
    with postgresql() as service:
        yield service


@pytest.fixture(scope="module")
def fragile(cluster, tmp_path_factory) -> Iterator[Server]:
    """The app on that database."""
    folder = tmp_path_factory.mktemp("fragile")
    database_url = new_database(folder, cluster.url if cluster else "")
    with serve(folder, database_url) as server:
        yield server


@pytest.fixture(scope="module")
def bruno(fragile):
    """Somebody signed in there."""
    return signed_in(fragile.url, "bruno")


@pytest.fixture
async def tab(fragile, bruno):
    """A tab with an open form."""
    wire = Wire(fragile.url, bruno, "/inventory")
    await wire.open()
    await wire.send(START)
    yield wire
    await wire.close()


@contextmanager
def nobody_may_write(server: Server) -> Iterator[None]:
    """Hold the lock that every save needs."""
    lock = "BEGIN IMMEDIATE"
    if is_postgresql(server.database_url):
        lock = "LOCK TABLE inventory_product IN EXCLUSIVE MODE"
    with connection_to(server.database_url) as connection:
        connection.execute(lock)
        yield


@contextmanager
def disk_is_full(server: Server) -> Iterator[None]:
    """Have no write succeed."""
    if not is_postgresql(server.database_url):
        process, kind = server.process.pid, resource.RLIMIT_FSIZE
        before = resource.prlimit(process, kind, (0, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            resource.prlimit(process, kind, before)
        return
    query(
        server,
        "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
    )
    trigger = "TRIGGER disk_full BEFORE INSERT ON inventory_product"
    query(server, f"CREATE {trigger} FOR EACH ROW EXECUTE FUNCTION disk_full()")
    try:
        yield
    finally:
        query(server, "DROP FUNCTION disk_full CASCADE")


async def save(tab, sku):
    tab.patience = PATIENCE
    return await tab.send(SAVE, {"form_data": {**FORM, "sku": sku}})


def stored(server, sku):
    return len(query(server, "SELECT id FROM inventory_product WHERE sku = ?", sku))


@pytest.mark.parametrize("fault", [nobody_may_write, disk_is_full])
async def test_save_that_cannot_be_written(fragile, tab, fault):
    sku = f"FAULT-{fault.__name__.upper()}"
    with fault(fragile):
        said = await save(tab, sku)
        assert DATABASE_AWAY in said.toasts
        assert set(said.toasts) <= {DATABASE_AWAY, DISK_FULL}
        assert not field_errors(said)
        assert stored(fragile, sku) == 0
    said = await save(tab, sku)  # the form was still open
    assert "Saved “Cup”." in said.toasts
    assert stored(fragile, sku) == 1
    RECORD.faults += 1


async def test_nobody_waits_for_the_slow_query_of_another(fragile, tab, bruno):
    others = Wire(fragile.url, bruno, "/inventory")
    await others.open()
    address = f"/inventory?search_query={quote(SLOW)}"
    here = {
        "pathname": "/inventory",
        "asPath": address,
        "query": {"search_query": SLOW},
    }
    slow = asyncio.create_task(tab.send(LOAD, router_data=here))
    for _ in range(10):
        assert outcome(await others.send(LOAD)) == SERVED
    assert not slow.done()
    assert (await slow).state("inventory_state")["search_query"] == SLOW
    await others.close()
    RECORD.faults += 1


@on_postgresql
async def test_away_and_back(cluster, fragile, tab):
    cluster.stop()
    try:
        await tab.post(SAVE, {"form_data": {**FORM, "sku": "AWAY-1"}})
        await tab.until(lambda: DATABASE_AWAY in str(tab.frames[-1]))
    finally:
        cluster.start()
    assert (await save(tab, "AWAY-1")).toasts == ["Saved “Cup”."]
    assert stored(fragile, "AWAY-1") == 1
    RECORD.faults += 1


@on_postgresql
async def test_dropped_connections_are_replaced(fragile, tab):
    query(
        fragile,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    assert (await save(tab, "DROP-1")).toasts == ["Saved “Cup”."]
    RECORD.faults += 1
