"""Tabs are in memory while they are connected, and found again afterwards."""

import asyncio
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State

from frontend import routes, tab_store
from frontend.frontend import app
from frontend.states.navbar import NavbarState
from frontend.states.tasks import TaskState
from frontend.tab_states import TabsInRedis, TabsOnDisk, is_degraded, serve_tabs
from frontend.tab_store import TabStore
from tests.frontend.tabs import running_app
from tests.services import MissingServiceError, RedisServer

LIFETIME = 60  # seconds
TAB = BaseStateToken(ident="tab", cls=State)


@pytest.fixture
def redis_server(monkeypatch):
    monkeypatch.setattr(tab_store, "PATIENCE", 0.1)
    service = RedisServer()
    try:
        service.start()
    except MissingServiceError as missing:
        pytest.skip(str(missing))
    yield service
    service.stop()


@pytest.fixture
def redis_url(redis_server):
    return redis_server.url


@pytest.fixture(params=["disk", "redis"])
def new_manager(request, tmp_path, monkeypatch):
    """Start what keeps the tabs of a process; ``connected`` are those it serves."""
    monkeypatch.setenv("REFLEX_STATES_WORKDIR", str(tmp_path))
    monkeypatch.setenv("REFLEX_STATE_MANAGER_DISK_DEBOUNCE", "0")
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""

    def new_manager() -> tuple[TabsOnDisk, set[str]]:
        connected = {TAB.ident}
        stand_in: Any = SimpleNamespace(
            event_namespace=SimpleNamespace(token_to_sid=connected), sio=None
        )
        with patch("frontend.tab_states.forget_closed_tabs"):
            serve_tabs(stand_in, url, LIFETIME)
        return stand_in._state_manager, connected

    return new_manager


async def show(manager, count):
    """Have an event change what the tab shows."""
    async with manager.modify_state(TAB) as root:
        tasks = await root.get_state(TaskState)
        tasks.form_key = count


async def shown(manager):
    async with manager.modify_state(TAB) as root:
        return (await root.get_state(TaskState)).form_key


async def test_another_process_finds_what_the_tab_showed(new_manager):
    first, connected = new_manager()
    await show(first, 7)
    connected.clear()
    await first.forget(TAB.ident)
    second, _ = new_manager()
    assert await shown(second) == 7
    await first.close()
    await second.close()


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
            await asyncio.sleep(0)
            inside.pop()

    connected.clear()  # so that each forgets the tab, and the next reads it anew
    await asyncio.gather(*(event() for _ in range(5)))
    assert max(most) == 1
    await manager.close()


async def test_a_process_that_has_not_noticed_sends_its_tab_away(redis_url):
    managers, sent_away = [], []
    for _ in range(2):
        manager = TabsInRedis(token_expiration=LIFETIME)
        manager.store = TabStore(redis_url, LIFETIME, manager.write_all)
        manager.send_away = lambda ident: asyncio.sleep(0, sent_away.append(ident))
        managers.append(manager)
    first, second = managers
    await show(first, 1)
    await show(second, 2)  # the tab has moved there
    await show(first, 3)
    assert sent_away == [TAB.ident]
    assert await shown(second) == 2
    for manager in managers:
        await manager.close()


async def test_what_redis_has_missed_is_written_when_it_is_back(redis_server):
    manager = TabsInRedis(token_expiration=LIFETIME)
    manager.store = TabStore(redis_server.url, LIFETIME, manager.write_all)
    manager.is_wanted = lambda ident: is_degraded(manager)  # closed, or soon closed
    redis_server.stop()
    await show(manager, 1)
    assert is_degraded(manager)
    assert await shown(manager) == 1
    redis_server.start()
    async with asyncio.timeout(5):
        while manager.states:  # noqa: ASYNC110 - written, and let go
            await asyncio.sleep(0.01)
    another = TabsInRedis(token_expiration=LIFETIME)
    another.store = TabStore(redis_server.url, LIFETIME, another.write_all)
    assert await shown(another) == 1
    await manager.close()
    await another.close()


@pytest.mark.django_db(transaction=True)
async def test_while_redis_is_away_the_page_says_so_and_goes_on_saving(
    user, redis_server
):
    manager = TabsInRedis(token_expiration=LIFETIME)
    manager.store = TabStore(redis_server.url, LIFETIME, manager.write_all)
    async with running_app(manager) as connect:
        client = await connect(user, routes.TASKS)
        assert not client.page(NavbarState).degraded
        redis_server.stop()
        for number in range(2):  # the first one notices, the second is told
            form = {"title": f"Pay {number}", "form_key": str(number)}
            await client.send(TaskState.add_task, form)
        assert client.page(NavbarState).degraded
        assert len(client.page(TaskState).tasks) == 2
        redis_server.start()
        async with asyncio.timeout(5):
            while manager.store.is_away:  # noqa: ASYNC110 - it does not tell
                await asyncio.sleep(0.01)
        await client.send(TaskState.refresh_tasks)
        assert not client.page(NavbarState).degraded


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
