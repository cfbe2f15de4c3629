"""While Redis is away saving goes on, and afterwards tabs move again."""

import asyncio

import httpx
from redis import Redis

from inventory.health import READY
from tests.scale.tab import SAVED, START
from tests.security.handlers import wire_name

SAVE = wire_name("InventoryState.save_product")


def health_of(worker):
    """Ask until the worker has noticed what is there."""
    with httpx.Client(base_url=worker.url) as http:
        return http.get(READY)


async def test_save_while_redis_is_away(running, open_tab, stored):
    tab = open_tab(0)
    assert SAVED in (await tab.save("AWAY-1")).toasts
    await tab.ask(START)  # the form is open when Redis goes
    running.redis.stop()
    try:
        form = {"name": "Cup", "sku": "AWAY-2", "price": "1.00", "category": ""}
        assert SAVED in (await tab.ask(SAVE, {"form_data": form})).toasts
        assert SAVED in (await tab.save("AWAY-3")).toasts
        assert "'degraded_rx_state_': True" in str((await tab.connected()).frames)
        assert stored("AWAY-") == ["AWAY-1", "AWAY-2", "AWAY-3"]
        while "redis" not in (ready := health_of(running.workers[0])).json()["missing"]:
            pass
        assert ready.status_code == 200
    finally:
        running.redis.start()
    assert tab.lost == 0  # the connection was never dropped
    assert SAVED in (await tab.save("AWAY-4")).toasts


async def test_tab_moves_with_its_form_once_redis_is_back(running, open_tab, stored):
    """What was opened while Redis was away is there, on another worker, afterwards."""
    tab = open_tab(0)
    await tab.save("BACK-1")
    running.redis.stop()
    try:
        await tab.ask(START)
    finally:
        running.redis.start()
    form = {"name": "Cup", "sku": "BACK-2", "price": "1.00", "category": ""}
    while "tab:" + tab._token not in await asyncio.to_thread(written, running):
        pass
    await tab.close()
    assert (await tab.connected()) is not None
    assert tab.worker is running.workers[1]
    assert SAVED in (await tab.ask(SAVE, {"form_data": form})).toasts
    assert stored("BACK-") == ["BACK-1", "BACK-2"]


def written(running):
    """Name the tabs that Redis knows."""
    with Redis.from_url(running.redis.url) as client:
        return {key.decode() for key in client.scan_iter("tab:*")}
