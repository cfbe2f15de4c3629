"""A page left open, and pages closed for good, leave nothing behind."""

import asyncio
import gc
import threading
import weakref
from collections import Counter

import pytest
from reflex_django.live import live_broadcaster

from frontend import routes
from frontend.frontend import app
from frontend.states.dashboard import DashboardState
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.products import ProductState
from frontend.threads import database
from inventory import rate_limits
from tests.frontend.client import name_of

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 334  # of two navigations and one new connection each
TABS = 100  # one after the other
A_FEW = database.THREADS  # each may hold the last request that it served
PLAIN = ("builtins.", "collections.")  # what the tests' own side of a tab has, too
EVENTS = 20
RECURSIVE = 7  # objects of two functions in reflex-django that refer to themselves
SHELF = "shop.product"


def held():
    """Count what the process keeps for its tabs."""
    processor, sockets = app.event_processor, app.event_namespace
    assert sockets is not None
    return {
        "subscriptions": live_broadcaster().subscriber_count(SHELF),
        "queues": len(live_broadcaster()._queue_subs),
        "events": len(processor._tasks) + len(processor._futures),
        "tasks": len(asyncio.all_tasks()),
        "states": len(app.state_manager.states),
        "threads to lend": database._limiter_and_pool()[1].qsize(),
        "connections": len(sockets._token_manager.token_to_sid),
    }


async def comes_to(expected):
    """Wait until the process keeps just that; what was cancelled takes a moment."""
    try:
        async with asyncio.timeout(10):
            while held() != expected:  # noqa: ASYNC110 - nothing here to be told by
                await asyncio.sleep(0.01)
    except TimeoutError:
        assert held() == expected


async def test_a_thousand_navigations_and_reconnects(connect, user):
    client = await connect(user, routes.HOME)
    left = held()
    await client.open(routes.PRODUCTS)
    await client.until(lambda: client.page(ProductState).loaded)
    live, threads = held(), threading.active_count()
    assert live["subscriptions"] == live["queues"] == 1
    assert live["tasks"] == left["tasks"] + 2  # the page's, and one for all pages
    for _round in range(ROUNDS):
        rate_limits.events.reset()
        await client.navigate(routes.HOME)
        await client.navigate(routes.PRODUCTS)
        await client.open(routes.PRODUCTS)
    await comes_to(live)
    assert threading.active_count() <= threads + database.THREADS
    await client.navigate(routes.HOME)
    await comes_to(left)


async def test_a_tab_follows_once_and_no_longer_than_it_is_there(connect, user):
    client = await connect(user, routes.HOME)
    left = held()
    for handler in (ProductState.live_subscribe, DashboardState.live_subscribe):
        for _ in range(EVENTS):  # forged: pages begin to follow as they open
            await client.post(name_of(handler), {})
    page = client.page
    await client.until(
        lambda: page(ProductState).loaded and page(DashboardState).loaded
    )
    followed = {"events": left["events"] + 4, "tasks": left["tasks"] + 4}
    await comes_to({**left, **followed, "subscriptions": 1, "queues": 2})
    await client.close()
    await comes_to({**left, "connections": left["connections"] - 1})


async def test_event_that_waited_follows_nothing_once_its_tab_has_left(connect, user):
    client = await connect(user, routes.HOME)
    left = held()
    for handler in (*3 * [NavbarState.sync_from_django], ProductState.live_subscribe):
        await client.post(name_of(handler), {})
    await client.close()
    await comes_to({**left, "connections": left["connections"] - 1})


async def objects():
    """Count what is in memory, by its type, but for what is about to be let go.

    The event loop keeps timers that were cancelled, and their contexts, until they are
    more than half of all: here they become that. A connection of sqlite3 keeps dead
    references to its last 200 cursors.
    """
    loop = asyncio.get_running_loop()
    for _ in range(1000):
        loop.call_later(60, int).cancel()
    await asyncio.sleep(0)
    gc.collect()
    return Counter(
        f"{type(o).__module__}.{type(o).__name__}"
        for o in gc.get_objects()
        if type(o) is not weakref.ref or o() is not None
    )


async def open_and_close(connect, user, tabs):
    for _ in range(tabs):
        rate_limits.events.reset()
        client = await connect(user, routes.INVENTORY)
        await client.close()
        client.frames.clear()
        client._shown.clear()


async def test_closed_tabs_leave_their_state_and_nothing_else(connect, user):
    """How long the state is kept is up to the state manager."""
    manager = app.state_manager
    await open_and_close(connect, user, 10)  # what is made once is made by now
    before, left = await objects(), held()
    await open_and_close(connect, user, TABS)
    await comes_to({**left, "states": left["states"] + TABS})
    more = await objects() - before
    requests = [
        name for name, n in more.items() if name.startswith("django.") and n > A_FEW
    ]
    assert requests == []
    for _, token in list(manager._token_expires_at.values()):
        manager._purge_token(token)
    assert held()["states"] == len(manager._states_locks) == 0
    growing = {name for name, n in (await objects() - before).items() if n >= TABS // 2}
    growing -= {"tests.frontend.client.EventClient", "asyncio.locks.Event"}  # the tabs
    assert {name for name in growing if not name.startswith(PLAIN)} == set()


@pytest.mark.usefixtures("_no_garbage_collection")
async def test_event_leaves_nothing_that_only_a_look_for_garbage_finds(connect, user):
    client = await connect(user, routes.INVENTORY)
    await client.send(InventoryState.set_search_query, "warm up")
    gc.collect()
    for i in range(EVENTS):
        await client.send(InventoryState.set_search_query, f"search {i}")
    assert gc.collect() < EVENTS
    for _ in range(EVENTS):
        await client.open(routes.INVENTORY)
    assert gc.collect() <= EVENTS * RECURSIVE
