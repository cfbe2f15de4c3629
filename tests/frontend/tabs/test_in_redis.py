"""Tabs of several processes: what moves, and what happens while Redis is away."""

import asyncio
from functools import partial

import pytest
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State

from frontend import routes
from frontend.frontend import app
from frontend.states.navbar import NavbarState
from frontend.states.tasks import TaskState
from frontend.tabs import serving
from frontend.tabs.in_redis import TabsInRedis
from frontend.tabs.redis_store import TabStore
from tests.frontend.one_tab import LIFETIME, TAB, show, shown
from tests.frontend.running_app import running_app
from tests.waiting import until


def tabs_of_a_process(redis_server):
    manager = TabsInRedis(token_expiration=LIFETIME)
    manager.store = TabStore(redis_server.url, LIFETIME, manager.on_change)
    return manager


async def test_a_process_that_has_not_noticed_sends_its_tab_away(redis_server):
    managers, sent_away = [], []
    for _ in range(2):
        manager = tabs_of_a_process(redis_server)
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
    manager = tabs_of_a_process(redis_server)
    manager.is_wanted = lambda ident: manager.is_degraded  # closed, or soon closed
    redis_server.stop()
    await show(manager, 1)
    assert manager.is_degraded
    assert await shown(manager) == 1
    redis_server.start()
    await until(lambda: not manager.states)  # written, and let go
    another = tabs_of_a_process(redis_server)
    assert await shown(another) == 1
    await manager.close()
    await another.close()


async def test_a_tab_that_leaves_while_all_are_written_stays_where_it_is(redis_server):
    here, there = managers = [tabs_of_a_process(redis_server) for _ in range(2)]
    await show(here, 1)
    async with here.modify_state(TAB):  # its last event: all others are written before
        writing = asyncio.create_task(here.write_all())
        await asyncio.sleep(0)
        here.is_wanted = lambda ident: False
    assert await shown(there) == 1  # it has moved there
    await writing
    await show(there, 2)
    there.send_away = None  # it is not
    assert await shown(there) == 2
    for manager in managers:
        await manager.close()


@pytest.mark.django_db(transaction=True)
async def test_while_redis_is_away_all_pages_say_so_and_go_on_saving(
    user, redis_server
):
    manager = tabs_of_a_process(redis_server)
    manager.tell_pages = partial(serving._begin_to_tell, app)
    async with running_app(manager) as connect:
        client, idle = [await connect(user, routes.TASKS) for _ in range(2)]
        shown = [client, idle]
        for tab in shown:
            assert not tab.page(NavbarState).degraded
        redis_server.stop()
        form = {"title": "Pay", "form_key": "0"}
        busy = await connect(user, routes.TASKS)
        async with manager.modify_state(BaseStateToken(ident=busy.token, cls=State)):
            await client.send(TaskState.add_task, form)
            for tab in shown:
                await tab.until(lambda tab=tab: tab.page(NavbarState).degraded)
        await busy.until(lambda: busy.page(NavbarState).degraded)
        assert len(client.page(TaskState).tasks) == 1
        redis_server.start()
        for tab in shown:
            await tab.until(lambda tab=tab: not tab.page(NavbarState).degraded)
