"""Tabs are written to the disk in rounds, and what goes wrong there is told."""

import asyncio
import shutil
import sqlite3
from unittest.mock import patch

import pytest

from frontend.states.inventory import InventoryState
from frontend.tabs import on_disk
from frontend.tabs.disk_table import TabTable
from frontend.tabs.on_disk import TabsOnDisk
from tests.frontend.one_tab import TAB, show, shown
from tests.waiting import until


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.setenv("REFLEX_STATES_WORKDIR", str(tmp_path))


async def test_a_full_disk_is_told_and_waited_for(monkeypatch, caplog):
    monkeypatch.setattr(on_disk, "RETRY", 0.05)
    manager, told = TabsOnDisk(), []
    manager.tell_pages = lambda: told.append(manager.is_degraded)
    full = sqlite3.OperationalError("database or disk is full")
    with patch.object(TabTable, "write", side_effect=full):
        await show(manager, 1)
        await until(lambda: manager.is_degraded)
    await until(lambda: not manager.is_degraded)
    assert manager._unwritten == {}
    assert await shown(TabsOnDisk()) == 1
    await manager.close()
    assert caplog.text.count("cannot be written") == 1
    assert told == [True, False]


async def test_what_changes_often_is_written_once(monkeypatch):
    monkeypatch.setattr(on_disk, "PAUSE", 0.1)
    manager = TabsOnDisk()
    with patch.object(
        TabTable, "write", autospec=True, side_effect=TabTable.write
    ) as w:
        for count in range(5):
            await show(manager, count)
        await until(lambda: not manager._unwritten)
    assert w.call_count == 1
    assert await shown(TabsOnDisk()) == 4
    await manager.close()


async def test_a_folder_that_is_deleted_is_made_anew(monkeypatch):
    # Not while it is being deleted, by the thread that looks for old tabs
    monkeypatch.setattr(TabsOnDisk, "_purge_expired_states", lambda self: None)
    manager = TabsOnDisk()
    for count in (1, 2):
        await show(manager, count)
        await until(lambda: not manager._unwritten)
        assert await shown(TabsOnDisk()) == count
        shutil.rmtree(manager.states_directory)
    await manager.close()


async def test_tab_that_could_not_be_read_keeps_nothing_of_before():
    manager = TabsOnDisk()
    await show(manager, 1)
    async with manager.modify_state(TAB) as root:
        (await root.get_state(InventoryState)).search_query = "before"
    await manager.close()
    manager = TabsOnDisk()
    with patch.object(TabTable, "read", side_effect=sqlite3.OperationalError("locked")):
        await show(manager, 2)
    await manager.close()
    manager = TabsOnDisk()
    async with manager.modify_state(TAB) as root:
        assert (await root.get_state(InventoryState)).search_query == ""
    assert await shown(manager) == 2
    await manager.close()


async def test_the_end_waits_for_another_process(monkeypatch, caplog):
    monkeypatch.setattr(on_disk, "RETRY", 0.05)
    manager = TabsOnDisk()
    await show(manager, 1)
    await manager.close()
    await show(manager, 2)
    other = sqlite3.connect(manager.states_directory / on_disk.FILE)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.08, other.rollback)
    await manager.close()
    assert await shown(TabsOnDisk()) == 2
    await show(manager, 3)
    other.execute("BEGIN IMMEDIATE")
    await manager.close()
    assert "1 tabs were not written down" in caplog.text
    other.close()


async def test_the_end_writes_what_is_left():
    manager = TabsOnDisk()
    await show(manager, 1)
    await manager.close()
    assert await shown(TabsOnDisk()) == 1
