"""Workers and servers come and go under load: nothing acknowledged is lost."""

import asyncio
import signal

import pytest

from frontend.events.faults import DATABASE_AWAY
from tests.databases import connection_to
from tests.scale.tab import PATIENCE, SAVE, SAVED, START, Tab
from tests.security.database import query
from tests.security.wire import Wire, answer
from tests.waiting import until

TABS, SAVES = 6, 8
ENOUGH = 12  # saves, and the load is under way
REST = 0.3  # seconds after a save of four events: no tab may send more than 15 a second
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


class Load:
    """Some tabs that save and save; each save is repeated until it is answered."""

    def __init__(self, tabs: list[Tab], prefix: str, saves: int = SAVES) -> None:
        self.tabs, self._prefix, self._saves = tabs, prefix, saves
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.under_way = asyncio.Event()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Save in all tabs until each is done, or until all are told to stop."""
        await asyncio.gather(*map(self._save_many, range(len(self.tabs))))

    def stop(self) -> None:
        """Let each tab finish the save that it is at."""
        self._stop.set()

    async def _save_many(self, number: int) -> None:
        save = 0
        while not self._stop.is_set() and save < self._saves:
            sku = f"{self._prefix}-{number}-{save:03}"
            said = await self.tabs[number].save(sku)
            told = self.acknowledged if SAVED in said.toasts else self.refused
            told.append(sku)
            if len(self.acknowledged) >= ENOUGH:
                self.under_way.set()
            save += 1
            await asyncio.sleep(REST)


@pytest.fixture
def load(open_tab):
    """Spread tabs over the workers: ``load("KILL")``."""

    def load(prefix, saves=SAVES):
        return Load([open_tab(number % 3) for number in range(TABS)], prefix, saves)

    return load


async def test_worker_killed_under_load(running, load, stored):
    saving = load("KILLED")
    work = asyncio.create_task(saving.run())
    await saving.under_way.wait()
    victim = running.workers[0]
    victim.kill()
    await work
    assert all(tab.worker is not victim for tab in saving.tabs)
    found = stored("KILLED")
    assert len(found) == len(set(found)) == TABS * SAVES
    assert set(saving.acknowledged) <= set(found)
    # Refused is only what had been stored just before the kill, without an answer.
    assert len(saving.refused) <= TABS // 3


async def test_all_workers_restarted_one_by_one_under_load(running, load, stored):
    saving = load("ROLLING", 10_000)
    work = asyncio.create_task(saving.run())
    await saving.under_way.wait()
    for worker in running.workers:
        await asyncio.to_thread(worker.restart)
    saving.stop()
    await work
    assert saving.refused == []  # not one save was stored and not answered
    assert sorted(saving.acknowledged) == stored("ROLLING")
    assert len(saving.acknowledged) > ENOUGH


async def test_duplicated_tab_is_answered_before_its_worker_ends(running, alice):
    """It has asked for a name that is taken, and was given another one."""
    worker = running.workers[0]
    first, twin = (Wire(worker.url, alice, "/inventory") for _ in range(2))
    twin.token = first.token
    await first.open()
    await twin.open()
    await twin.send(START)
    with connection_to(worker.database_url) as connection:
        connection.execute("LOCK TABLE inventory_product IN EXCLUSIVE MODE")
        form = {"name": "Cup", "sku": "TWIN-1", "price": "1.00", "category": ""}
        await twin.post(SAVE, {"form_data": form})
        await until(lambda: query(worker, WAITING), PATIENCE)
        await first.send(START)  # the last one to be heard of
        worker.process.send_signal(signal.SIGTERM)
        await first.until(lambda: not first.socket.connected)
    await twin.until(lambda: SAVED in answer(twin.frames).toasts)
    await twin.close()


async def test_migration_applied_while_serving(running, load, stored):
    """Add what an older version does not know, and take it away again."""
    saving = load("MIGRATED", 10_000)
    work = asyncio.create_task(saving.run())
    await saving.under_way.wait()
    url = running.workers[0].database_url
    steps = [
        "ALTER TABLE inventory_product ADD COLUMN shelf_life integer NULL",
        "CREATE INDEX CONCURRENTLY shelf_life_index ON inventory_product (shelf_life)",
        "DROP INDEX CONCURRENTLY shelf_life_index",
        "ALTER TABLE inventory_product DROP COLUMN shelf_life",
    ]
    with connection_to(url) as connection:
        await asyncio.to_thread(_apply, connection, steps)
    saving.stop()
    await work
    assert saving.refused == []
    assert sorted(saving.acknowledged) == stored("MIGRATED")


def _apply(connection, steps: list[str]) -> None:
    connection.autocommit = True  # an index is made CONCURRENTLY outside a transaction
    for step in steps:
        connection.execute(step)


async def test_redis_restarted(running, open_tab, stored):
    tab = open_tab(0)
    assert SAVED in (await tab.save("REDIS-1")).toasts
    running.redis.stop()
    running.redis.start()
    assert SAVED in (await tab.save("REDIS-2")).toasts
    assert stored("REDIS-") == ["REDIS-1", "REDIS-2"]


async def test_postgresql_restarted(running, open_tab, stored):
    tabs = [open_tab(number) for number in range(3)]
    for number, tab in enumerate(tabs):
        assert SAVED in (await tab.save(f"PG-{number}-before")).toasts
    running.database.stop()
    try:
        wire = await tabs[0].connected()
        await wire.post(START)  # without a sentinel, which cannot be answered either
        await wire.until(lambda: DATABASE_AWAY in str(wire.frames[-1:]))
    finally:
        running.database.start()
    for number, tab in enumerate(tabs):
        assert SAVED in (await tab.save(f"PG-{number}-later")).toasts
    assert len(stored("PG-")) == 6
