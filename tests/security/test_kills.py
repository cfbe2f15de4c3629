"""The process ends without warning: what was acknowledged is there, once."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from tests.databases import new_database
from tests.security.database import query
from tests.security.handlers import wire_name
from tests.security.people import signed_in
from tests.security.record import RECORD
from tests.security.server import Server, serve
from tests.security.wire import Wire

TABS, SAVES = 10, 20
ENOUGH = 60  # of the 200 saves: the server is then killed
START = wire_name("InventoryState.start_creating")
SAVE = wire_name("InventoryState.save_product")


@pytest.fixture
def mortal(tmp_path) -> Iterator[Server]:
    """Serve the app in a process that nobody else needs."""
    database_url = new_database(tmp_path, os.environ.get("DATABASE_URL", ""))
    with serve(tmp_path, database_url) as server:
        yield server


async def test_killed_in_the_middle_of_200_saves(mortal):
    acknowledged: list[str] = []
    enough = asyncio.Event()
    person = signed_in(mortal.url, "victor")
    tabs = [await Wire(mortal.url, person).open() for _ in range(TABS)]

    async def save_many(number: int, tab: Wire) -> None:
        for save in range(SAVES):
            sku = f"KILL-{number}-{save}"
            form = {"name": "Cup", "sku": sku, "price": "1.00", "category": ""}
            await tab.send(START)
            if "Saved “Cup”." in (await tab.send(SAVE, {"form_data": form})).toasts:
                acknowledged.append(sku)
            if len(acknowledged) >= ENOUGH:
                enough.set()

    saving = [asyncio.create_task(save_many(*each)) for each in enumerate(tabs)]
    await enough.wait()
    mortal.kill()
    for task in saving:
        task.cancel()
    ended = await asyncio.gather(*saving, return_exceptions=True)
    assert any(isinstance(end, asyncio.CancelledError) for end in ended)
    for tab in tabs:
        await tab.close()
    mortal.start()
    sql = "SELECT sku FROM inventory_product WHERE sku LIKE ?"
    found = query(mortal, sql, "KILL-%")
    stored = sorted(row["sku"] for row in found)
    assert len(stored) == len(set(stored)) <= TABS * SAVES
    assert set(acknowledged) <= set(stored)
    # It serves again, and whoever was signed in still is.
    tab = await Wire(mortal.url, person).open()
    said = await tab.send(wire_name("InventoryState.load_inventory"))
    await tab.close()
    assert said.state("inventory_state")["total"] == len(stored)
    RECORD.faults += 1
