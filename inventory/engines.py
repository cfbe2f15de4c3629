"""The engines behind the app: a database, and a cache that processes share.

Without any setting they are SQLite and the process's own memory. PostgreSQL and Redis
are named by their addresses.
"""

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


def database(url: str | None) -> dict[str, Any]:
    """Give Django's settings for the database at this address; none is SQLite."""
    # A plain path as the default: in a URL, a "+" or "#" in it would be lost.
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}
    settings = environ.Env.db_url_config(url) if url else sqlite
    # Threads keep their connection, and find out whether it still works before use.
    settings |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        # Readers and one writer side by side; a second writer waits up to 5 seconds
        # at the start of its transaction, instead of failing in the middle of it.
        # Up to a gigabyte of the file is read where the system has it in memory: a
        # search that fetches 10,000 products takes a quarter less.
        # Put a backup in its place only while nothing runs, or by renaming.
        init = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        init += "PRAGMA mmap_size=1073741824;"
        ours = {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": init}
    else:  # PostgreSQL. Nobody waits for ever: for the server, a lock, an answer.
        ours = {
            "connect_timeout": 5,
            "tcp_user_timeout": 5000,
            "keepalives_idle": 2,  # the machine is asked while its answer is awaited
            "keepalives_interval": 1,
            # No statement runs long enough to be worth compiling, whatever it guesses,
            # nor any that is prepared to be worth a plan for just its values.
            "options": "-c lock_timeout=5s -c statement_timeout=60s -c jit=off"
            " -c plan_cache_mode=force_generic_plan",
        }
    settings["OPTIONS"] = ours | settings.get("OPTIONS", {})
    return settings


class RedisDatabases(NamedTuple):
    """Addresses on one Redis that do not share a key: to empty one leaves the others.

    The tabs' state is where ``REDIS_URL`` says, the cache in the database after it,
    and the rate limits in the one after that.
    """

    state: str
    cache: str
    rate_limits: str


def redis_databases(url: str) -> RedisDatabases:
    """Address the three databases, or end with a sentence when there cannot be any."""
    parts = urlsplit(url)
    number = parts.path.strip("/") or "0"
    by_network = parts.scheme in ("redis", "rediss") and parts.hostname
    if not by_network or not number.isdecimal() or "db=" in parts.query:
        raise SystemExit(
            "REDIS_URL must look like redis://host:6379/0. The number at its end is "
            "the first of three databases that the app uses."
        )
    paths = (f"/{int(number) + each}" for each in range(3))
    return RedisDatabases(*(urlunsplit(parts._replace(path=path)) for path in paths))


def redis_options(timeout: int = 5) -> dict[str, Any]:
    """Say how many seconds Redis is waited for, before the app goes on without it."""
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    # Once more at once, on a new connection: the old one may have been closed.
    retry = Retry(NoBackoff(), 1)
    return {"socket_connect_timeout": 1, "socket_timeout": timeout, "retry": retry}


def cache(redis_url: str) -> dict[str, Any]:
    """Give Django's settings for its cache; without an address, it is in memory."""
    if redis_url:
        return {
            "BACKEND": "inventory.redis_outage.SoftRedisCache",
            "LOCATION": redis_databases(redis_url).cache,
            "OPTIONS": redis_options(),
        }
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def rate_limits(redis_url: str) -> str:
    """Address what counts wrong passwords; without Redis, the process's memory."""
    return redis_databases(redis_url).rate_limits if redis_url else "memory://"
