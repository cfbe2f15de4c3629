"""Tabs in a real Redis: two processes, one that does not notice, and Redis away."""

from collections.abc import AsyncIterator

import pytest
from redis import Redis

from frontend.tabs import redis_store
from frontend.tabs.redis_store import Moved, TabStore
from tests.waiting import until

LIFETIME, SOON = 60, range(1, 31)  # seconds
changes: list[bool] = []  # whenever one goes away, or comes back


@pytest.fixture
async def stores(redis_server) -> AsyncIterator[list[TabStore]]:
    """Give the stores of two processes."""
    changes.clear()

    async def on_change() -> None:
        changes.append(True)

    both = [TabStore(redis_server.url, LIFETIME, on_change) for _ in range(2)]
    yield both
    for store in both:
        await store.close()


async def test_a_tab_is_read_by_the_next_process_as_it_was_written(stores):
    here, there = stores
    assert await here.take("tab") == {}
    assert await here.write("tab", {"a": b"1", "b": b"1"}) is True
    assert await here.write("tab", {"b": b"2"}) is True
    assert await there.take("tab") == {"a": b"1", "b": b"2"}
    assert await there.take("another") == {}


async def test_who_has_not_noticed_that_a_tab_moved_is_told_and_writes_nothing(stores):
    here, there = stores
    await here.take("tab")
    await there.take("tab")
    await there.write("tab", {"a": b"new"})
    with pytest.raises(Moved):
        await here.write("tab", {"a": b"old"})
    assert await there.take("tab") == {"a": b"new"}
    assert await here.take("tab") == {"a": b"new"}  # it has come back here


async def test_a_tab_expires_after_its_last_event(stores, redis_server):
    (store, _) = stores
    await store.take("tab")
    with Redis.from_url(redis_server.url) as client:
        client.persist("tab:tab")
        await store.write("tab", {"a": b"1"})
        assert client.ttl("tab:tab") in range(1, LIFETIME + 1)


async def test_a_tab_of_which_nothing_is_written_expires_soon(
    stores, redis_server, monkeypatch
):
    first, second = stores
    monkeypatch.setattr(redis_store, "UNUSED", max(SOON))
    with Redis.from_url(redis_server.url) as client:
        assert await first.take("tab") == {}
        assert client.ttl("tab:tab") in SOON
        await first.write("tab", {"state": b"1"})
        assert client.ttl("tab:tab") not in SOON
        assert await second.take("tab") == {"state": b"1"}
        assert client.ttl("tab:tab") not in SOON


async def test_its_return_is_noticed(stores, redis_server, caplog):
    here, there = stores
    await here.take("tab")
    redis_server.stop()
    for _ in range(3):
        assert await here.write("tab", {"a": b"1"}) is True
    assert await there.take("tab") == {}
    assert here.is_away
    assert there.is_away
    redis_server.start()
    await until(lambda: len(changes) >= 4)
    assert not here.is_away
    said = [record.message for record in caplog.records]
    assert sum("does not answer" in text for text in said) == 2  # once for each


async def test_a_tab_begun_anew_leaves_nothing_of_what_it_was(stores):
    here, there = stores
    await here.take("tab")
    await here.write("tab", {"a": b"before", "b": b"before"})
    there.is_away = True
    await there.take("tab")
    there.is_away = False
    assert await there.write("tab", {"a": b"anew"}) is False  # all of it is wanted
    assert await here.take("tab") == {"a": b"anew"}


async def test_redis_that_has_lost_everything_is_noticed(stores, redis_server):
    (store, _) = stores
    await store.take("tab")
    await store.write("tab", {"a": b"1"})
    with Redis.from_url(redis_server.url) as client:
        client.flushdb()
    assert await store.write("tab", {"b": b"2"}) is False


async def test_nothing_to_write_asks_nothing(stores, redis_server):
    (store, _) = stores
    await store.take("tab")
    redis_server.stop()
    assert await store.write("tab", {}) is True
    assert not store.is_away


async def test_a_tab_begun_anew_that_has_moved_on_meanwhile_is_left_alone(stores):
    """The next process has served it, from what Redis knew, since Redis is back."""
    here, there = stores
    await here.take("tab")
    await here.write("tab", {"a": b"before"})
    here.is_away = True
    await here.take("tab")
    here.is_away = False
    assert await there.take("tab") == {"a": b"before"}
    with pytest.raises(Moved):
        await here.write("tab", {"a": b"anew"})
    assert await there.write("tab", {"b": b"later"}) is True
    assert await here.take("tab") == {"a": b"before", "b": b"later"}
    assert await here.write("tab", {"a": b"back"}) is True


def refused(client: Redis) -> int:
    """Count how often it was asked whether it writes again, and did not."""
    asked = client.info("commandstats").get("cmdstat_set", {})
    return asked.get("rejected_calls", 0)


async def test_a_redis_that_is_full_is_away_until_it_has_room(stores, redis_server):
    (store, _) = stores
    with Redis.from_url(redis_server.url) as client:
        client.config_set("maxmemory", 1)
        assert await store.write("tab", {"a": b"1"}) is True
        assert store.is_away
        await until(lambda: refused(client) >= 2)
        assert store.is_away
        assert len(changes) == 1
        client.config_set("maxmemory", 0)
        await until(lambda: len(changes) >= 2)
        assert not store.is_away
