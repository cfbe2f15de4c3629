"""A page left open for a thousand navigations and reconnects leaves nothing behind."""

import asyncio
import threading

import pytest
from reflex_django.live import live_broadcaster

from frontend import db_threads, routes
from frontend.frontend import app
from frontend.states.products import ProductState
from inventory import rate_limits

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 334  # of two navigations and one new connection each
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
        "threads to lend": db_threads._pool().qsize(),
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
    assert live["tasks"] == left["tasks"] + 2  # the page, and what it follows
    for _round in range(ROUNDS):
        rate_limits.events.storage.reset()
        await client.navigate(routes.HOME)
        await client.navigate(routes.PRODUCTS)
        await client.open(routes.PRODUCTS)
    await comes_to(live)
    assert threading.active_count() <= threads + db_threads.THREADS
    await client.navigate(routes.HOME)
    await comes_to(left)
