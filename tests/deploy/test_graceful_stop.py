"""SIGTERM: what runs is finished and answered, and then the process ends."""

import asyncio
import os
import signal
from urllib.parse import quote

import httpx
import pytest
from socketio.exceptions import ConnectionError as RefusedError

from inventory.health import ALIVE, READY
from tests.databases import new_database
from tests.security.app_marks import SLOW
from tests.security.handlers import wire_name
from tests.security.people import signed_in
from tests.security.server import serve
from tests.security.wire import Wire

LOAD = wire_name("InventoryState.load_inventory")
SLOW_SEARCH = {
    "pathname": "/inventory",
    "asPath": f"/inventory?search_query={quote(SLOW)}",
    "query": {"search_query": SLOW},
}


@pytest.fixture
def mortal(tmp_path):
    """Serve the app in a process that only this test needs."""
    database_url = new_database(tmp_path, os.environ.get("DATABASE_URL", ""))
    with serve(tmp_path, database_url) as server:
        yield server


def ended(server):
    """Wait for the process in a thread, and tell how it ended."""
    return asyncio.to_thread(server.process.wait, 20)


async def test_running_event_is_answered_before_the_end(mortal):
    person = signed_in(mortal.url, "alice")
    busy, idle = [await Wire(mortal.url, person, "/inventory").open() for _ in "12"]
    for tab in (busy, idle):
        await tab.send(LOAD)
    slow = asyncio.create_task(busy.send(LOAD, router_data=SLOW_SEARCH))
    async with httpx.AsyncClient(base_url=mortal.url) as http:
        assert (await http.get(READY)).status_code == 200
        mortal.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(3):
            await idle.socket.wait()  # nobody waits for the slow query of another
        said = await http.get(READY)
        assert (said.status_code, said.json()["missing"]) == (503, ["stopping"])
        assert (await http.get(ALIVE)).status_code == 200
        refused = Wire(mortal.url, person)
        with pytest.raises(RefusedError):
            await refused.open()
        await refused.socket.eio.http.close()  # which the client forgets
    assert not slow.done()
    assert (await slow).state("inventory_state")["total"] == 0
    assert await ended(mortal) == -signal.SIGTERM
    assert "Cancel" not in mortal.log.read_text()


async def test_idle_process_ends_at_once(mortal):
    person = signed_in(mortal.url, "alice")
    tab = await Wire(mortal.url, person, "/inventory").open()
    await tab.send(LOAD)
    mortal.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(5):
        assert await ended(mortal) == -signal.SIGTERM
    await tab.socket.wait()
