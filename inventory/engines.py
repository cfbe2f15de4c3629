"""The engines behind the app: a database, and a cache that processes share.

Without any setting they are SQLite and the process's own memory. PostgreSQL and Redis
are named by their addresses.
"""

from pathlib import Path
from typing import Any

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
        init = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        ours = {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": init}
    else:  # PostgreSQL. Nobody waits for ever: for the server, a lock, an answer.
        limits = "-c lock_timeout=5s -c statement_timeout=60s"
        ours = {"connect_timeout": 5, "tcp_user_timeout": 5000, "options": limits}
    settings["OPTIONS"] = ours | settings.get("OPTIONS", {})
    return settings


def cache(redis_url: str) -> dict[str, Any]:
    """Give Django's settings for its cache; without an address, it is in memory."""
    if redis_url:
        backend = "django.core.cache.backends.redis.RedisCache"
        return {"BACKEND": backend, "LOCATION": redis_url}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
