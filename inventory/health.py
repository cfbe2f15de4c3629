"""Tells a proxy or a container engine how this process is, without any sign-in.

``/health/alive`` answers while the process serves. ``/health/ready`` answers 200 while
it should be sent requests, else 503, and names what is missing. Without Redis the app
goes on: that is named, and no reason to take the process out of service. Both are
answered before Django sees them: also over plain HTTP, and whatever host is asked for.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis, RedisError

ALIVE, READY = "/health/alive", "/health/ready"
PATIENCE = 2  # seconds for all that is looked at
DISPENSABLE = {"redis"}  # tabs stay in memory until it is back
FRESH = 1  # seconds for which an answer holds: asking often costs nothing

logger = logging.getLogger(__name__)


class Health:
    """What this process needs, looked at in a thread of its own.

    ``stopping`` is set once the process is about to end.
    """

    def __init__(self) -> None:
        self.stopping = False
        self._migrated = False
        self._looked_at = -float(FRESH)
        self._looking: asyncio.Future[list[str]] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")

    async def missing(self) -> list[str]:
        """Name what is missing; nothing when all is well."""
        if self.stopping:
            return ["stopping"]
        now = time.monotonic()
        if self._looking is None or (
            self._looking.done() and now - self._looked_at > FRESH
        ):
            self._looked_at = now
            loop = asyncio.get_running_loop()
            self._looking = loop.run_in_executor(self._thread, self._look)
        try:
            # A look that takes longer goes on, and whoever asks next waits for it.
            return await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE)
        except TimeoutError:
            return ["answer in time"]

    def _look(self) -> list[str]:
        needed: dict[str, Callable[[], Any]] = {"database": _ask_database}
        if not self._migrated:
            needed["migrations"] = self._check_migrations
        if settings.REDIS_URL:
            needed["redis"] = _ask_redis
        try:
            return [name for name, look in needed.items() if not _works(name, look)]
        finally:
            connection.close()  # a new one each time: those in use are no measure

    def _check_migrations(self) -> None:
        """Raise unless all are applied; once they are, they stay so."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise DatabaseError("There are migrations to apply.")
        self._migrated = True


health = Health()


def answer_health(app: Any) -> Any:
    """Wrap an ASGI application: it is not asked how the process is."""

    async def answered(scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path == ALIVE:
            await _answer(send, 200, {"alive": True})
        elif path == READY:
            missing = await health.missing()
            ready = set(missing) <= DISPENSABLE
            said = {"ready": ready, "missing": missing}
            await _answer(send, 200 if ready else 503, said)
        else:
            await app(scope, receive, send)

    return answered


def _works(name: str, look: Callable[[], Any]) -> bool:
    """Tell whether something answers; why it does not, is for the log only."""
    try:
        look()
    except (DatabaseError, RedisError, OSError) as error:
        logger.warning("Not ready, %s: %s", name, error)
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    limits = {"socket_timeout": 1, "socket_connect_timeout": 1}
    with Redis.from_url(settings.REDIS_URL, **limits) as client:
        client.ping()


async def _answer(send: Any, status: int, said: dict[str, Any]) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(said).encode()})
