"""Tabs are in memory while they are connected, and found again afterwards."""

import asyncio
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from frontend import routes
from frontend.frontend import app
from frontend.states.tasks import TaskState
from frontend.tabs.manager import Tabs
from frontend.tabs.on_disk import TabsOnDisk
from frontend.tabs.serving import serve_tabs
from tests.frontend.one_tab import LIFETIME, TAB, show, shown
from tests.frontend.running_app import running_app


@pytest.fixture
def redis_url(redis_server):
    return redis_server.url


@pytest.fixture(params=["disk", "redis"])
def new_manager(request, tmp_path, monkeypatch):
    """Start what keeps the tabs of a process; ``connected`` are those it serves."""
    monkeypatch.setenv("REFLEX_STATES_WORKDIR", str(tmp_path))
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""

    def new_manager() -> tuple[Tabs, set[str]]:
        connected = {TAB.ident}
        stand_in: Any = SimpleNamespace(
            event_namespace=SimpleNamespace(
                _token_manager=SimpleNamespace(token_to_socket=connected)
            ),
            sio=None,
        )
        with patch("frontend.tabs.serving.forget_closed_tabs"):
            serve_tabs(stand_in, url, LIFETIME)
        return stand_in._state_manager, connected

    return new_manager


async def test_another_process_finds_what_the_tab_showed(new_manager):
    first, connected = new_manager()
    await show(first, 7)
    connected.clear()
    await first.forget(TAB.ident)
    await first.close()
    second, _ = new_manager()
    assert await shown(second) == 7
    await second.close()


async def test_a_tab_that_reconnects_at_once_finds_what_is_about_to_be_written(
    new_manager,
):
    manager, connected = new_manager()
    connected.clear()
    for count in range(1, 5):
        await show(manager, count)
        assert await shown(manager) == count
    await manager.close()


async def test_nothing_is_written_before_somebody_signs_in(new_manager):
    manager, connected = new_manager()
    await show(manager, 1, user=None)
    assert await manager.stored(TAB.ident) == {}
    await show(manager, 2)
    assert await manager.stored(TAB.ident)
    await show(manager, 0, user=None)  # who signs out leaves nothing behind
    connected.clear()
    await manager.forget(TAB.ident)
    assert await shown(manager) == 0
    await manager.close()


async def test_only_connected_tabs_are_kept_in_memory(new_manager):
    manager, connected = new_manager()
    await show(manager, 1)
    assert list(manager.states) == [TAB.ident]
    connected.clear()
    await manager.forget(TAB.ident)
    await show(manager, 2)  # its last event, which came to its end after it had left
    assert (dict(manager.states), len(manager._states_locks)) == ({}, 0)
    assert manager._token_last_touched == {}
    connected.add(TAB.ident)
    assert await shown(manager) == 2
    await manager.close()


async def test_events_of_a_tab_are_served_one_by_one(new_manager):
    manager, connected = new_manager()
    inside, most = [], []

    async def event() -> None:
        async with manager.modify_state(TAB):
            inside.append(1)
            most.append(len(inside))
            await asyncio.sleep(0.002)
            inside.pop()

    connected.clear()  # so that each forgets the tab, and the next reads it anew

    async def events(begin: float) -> None:
        await asyncio.sleep(begin)
        await event()

    moments = [0.001 * number for number in range(5)]
    await asyncio.gather(*(event() for _ in range(5)), *map(events, moments))
    assert max(most) == 1
    await manager.close()


@pytest.mark.django_db(transaction=True)
async def test_a_closed_tab_is_forgotten(user, tmp_path, monkeypatch):
    monkeypatch.setenv("REFLEX_STATES_WORKDIR", str(tmp_path))
    manager = TabsOnDisk()
    async with running_app(manager) as connect:
        sockets: Any = app.event_namespace
        manager.is_wanted = lambda tab: tab in sockets.token_to_sid
        client = await connect(user, routes.TASKS)
        assert client.token in manager.states
        await client.close()
        assert client.token not in manager.states
        await client.open(routes.TASKS)
        assert client.page(TaskState).loaded
