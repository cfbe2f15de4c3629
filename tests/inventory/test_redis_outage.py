"""One Redis, three databases; and the app without it for a while."""

import threading
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

import pytest
from redis import Redis
from redis.exceptions import RedisError

from inventory import engines, rate_limits, redis_outage, uploads
from inventory.rate_limits import PER_ACCOUNT, SharedLimiter
from inventory.redis_outage import SoftRedisCache, check_redis
from tests.factories import PASSWORD, UserFactory
from tests.inventory.test_uploads import ADDRESS, file
from tests.services import redis

KEY = ("account", "alice", "192.0.2.1")


@pytest.fixture(scope="module")
def service():
    """A Redis that only these tests use."""
    with redis() as service:
        yield service


@pytest.fixture
def away(service):
    """Take Redis away, and bring it back empty: ``away.stop()``, ``away.start()``."""
    yield service
    service.stop()
    service.start()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(redis_outage, "AGAIN", 0)


@pytest.fixture
def cache(service):
    """Django's cache in that Redis."""
    settings = engines.cache(service.url)
    return SoftRedisCache(settings["LOCATION"], {"OPTIONS": settings["OPTIONS"]})


@pytest.fixture
def limiter(service):
    """What counts wrong passwords in that Redis."""
    return SharedLimiter(engines.rate_limits(service.url))


def outages(caplog):
    """Give what was said of Redis."""
    words = [each.getMessage() for each in caplog.records if "Redis" in each.message]
    return [word.partition(",")[0] for word in words]


# Three databases


def test_clearing_one_never_touches_another(service, cache, limiter):
    addresses = engines.redis_databases(service.url)
    state, limits = Redis.from_url(addresses.state), Redis.from_url(addresses[2])
    with state, limits:
        for clear in (cache.clear, limits.flushdb, state.flushdb):
            state.set("tab", "1")
            cache.set("upload", 1)
            limiter.hit(PER_ACCOUNT, *KEY)
            clear()
            left = [state.dbsize(), len(cache.get_many(["upload"])), limits.dbsize()]
            assert sorted(left) == [0, 1, 1], clear


def test_the_first_is_the_one_that_is_named():
    assert engines.redis_databases("rediss://me:pass%2F@h:7/3?ssl_ca_certs=x") == (
        "rediss://me:pass%2F@h:7/3?ssl_ca_certs=x",
        "rediss://me:pass%2F@h:7/4?ssl_ca_certs=x",
        "rediss://me:pass%2F@h:7/5?ssl_ca_certs=x",
    )
    assert engines.redis_databases("redis://h")[0] == "redis://h/0"


@pytest.mark.parametrize(
    "url", ["localhost:6379", "unix:///run/redis.sock", "redis://h/x", "redis://h?db=1"]
)
def test_address_without_room_for_three_is_refused(url):
    with pytest.raises(SystemExit, match="must look like redis://host:6379/0"):
        engines.redis_databases(url)


def test_start_is_refused_where_there_are_fewer(service, settings):
    settings.REDIS_URL = f"{service.url}/13"
    check_redis()
    settings.REDIS_URL = f"{service.url}/14"
    with pytest.raises(SystemExit, match="index is out of range"):
        check_redis()


def test_start_does_without_one_that_is_away(away, settings, caplog):
    settings.REDIS_URL = away.url
    away.stop()
    check_redis()
    assert outages(caplog) == ["Redis is away"]


# Away for a while


def test_cache_keeps_nothing_meanwhile_and_works_again(away, cache, caplog):
    cache.set("kept", 1)
    away.stop()
    for _ in range(3):
        cache.set("other", 1)
        assert cache.get("kept", "nothing") == "nothing"
        assert not cache.add("other", 1)
        assert not cache.delete("kept")
        assert "kept" not in cache
    away.start()
    cache.set("kept", 2)
    assert cache.get("kept") == 2
    assert outages(caplog) == ["Redis is away", "Redis is back"]


def test_wrong_passwords_are_counted_all_the_same(away, limiter, caplog):
    away.stop()
    assert [limiter.hit(PER_ACCOUNT, *KEY) for _ in range(6)] == [True] * 5 + [False]
    assert not limiter.test(PER_ACCOUNT, *KEY)
    assert limiter.get_window_stats(PER_ACCOUNT, *KEY).remaining == 0
    away.start()
    assert limiter.hit(PER_ACCOUNT, *KEY)
    other_worker = SharedLimiter(engines.rate_limits(away.url))
    assert other_worker.get_window_stats(PER_ACCOUNT, *KEY).remaining == 4
    assert outages(caplog) == ["Redis is away", "Redis is back"]


def test_wrong_passwords_are_counted_if_it_only_refuses_to_write(away, limiter, caplog):
    with Redis.from_url(away.url) as client:
        client.config_set("maxmemory", 1)
        for left in range(5, 0, -1):
            assert limiter.test(PER_ACCOUNT, *KEY)
            assert limiter.get_window_stats(PER_ACCOUNT, *KEY).remaining == left
            assert limiter.hit(PER_ACCOUNT, *KEY)
        assert not limiter.test(PER_ACCOUNT, *KEY)
        assert outages(caplog) == ["Redis is away"]
        client.config_set("maxmemory", 0)
    assert not limiter.test(PER_ACCOUNT, *KEY)  # what was counted meanwhile holds
    assert limiter.hit(PER_ACCOUNT, *KEY)
    assert outages(caplog) == ["Redis is away", "Redis is back"]


def test_one_waits_for_a_silent_redis_and_nobody_beside_it(cache):
    asked, may_answer = threading.Event(), threading.Event()

    def be_silent(*_):
        asked.set()
        may_answer.wait()
        raise RedisError

    cache.outage.bridge(Mock(side_effect=RedisError), int)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(cache.outage.bridge, be_silent, int)
        asked.wait()
        assert cache.get("kept", "nothing") == "nothing"
        may_answer.set()
        assert waiting.result() == 0


def test_nobody_waits_for_it_again_and_again(away, cache, monkeypatch):
    monkeypatch.setattr(redis_outage, "AGAIN", 60)
    away.stop()
    assert cache.get("kept") is None
    away.start()
    cache.set("kept", 1)
    assert cache.get("kept") is None  # not even asked: a minute has not passed


@pytest.mark.django_db
def test_sign_in_works_meanwhile(away, limiter, client, monkeypatch):
    monkeypatch.setattr(rate_limits, "sign_ins", limiter)
    UserFactory(username="alice")
    away.stop()
    form = {"username": "alice", "password": PASSWORD}
    assert "redirect" in client.post("/auth/sign-in/", form).json()


@pytest.mark.django_db
def test_file_that_cannot_be_kept_is_said(away, cache, client, monkeypatch):
    monkeypatch.setattr(uploads, "cache", cache)
    client.force_login(UserFactory())
    away.stop()
    said = client.post(ADDRESS, file()).json()
    assert "could not be kept" in said["errors"]["file"][0]
    away.start()
    assert client.post(ADDRESS, file()).json() == {"redirect": "/inventory/import"}
