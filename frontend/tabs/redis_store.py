"""Where tabs are written down for all processes: one hash in Redis for each tab.

Its fields are the tab's states, and who serves it since when. Only that process writes:
one that has not noticed yet that a tab has moved is told so. What has begun anew while
Redis was away, replaces what was there before that.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

from frontend.tabs.manager import Stored

logger = logging.getLogger(__name__)

PATIENCE = 1  # seconds for an answer, and between two tries while Redis is away
UNUSED = 10 * 60  # seconds for which a tab is remembered that is not written
SERVED_BY, SINCE = b"served by", b"served since"  # no state's name has a blank

# ARGV: the process, the time of day, whether the tab began anew then (1 or 0), the
# lifetime, then names and values
WRITE = """
local found = redis.call('HMGET', KEYS[1], 'served by', 'served since')
local served_by, since, anew = found[1], found[2], ARGV[3] == '1'
local elsewhere = served_by and served_by ~= ARGV[1]
if elsewhere and not (anew and tonumber(since) < tonumber(ARGV[2])) then
    return 'moved'
end
if anew then redis.call('DEL', KEYS[1]) end
local begins = anew or not served_by
if begins then
    redis.call('HSET', KEYS[1], 'served by', ARGV[1], 'served since', ARGV[2])
end
redis.call('HSET', KEYS[1], unpack(ARGV, 5))
redis.call('EXPIRE', KEYS[1], ARGV[4])
return begins and 'begun' or 'written'
"""


class Moved(Exception):
    """Another process serves the tab by now."""


class TabStore:
    """Reads and writes tabs, and notices when Redis goes away and comes back.

    ``on_change`` is awaited then: nothing is written in between.
    """

    def __init__(
        self, url: str, lifetime: int, on_change: Callable[[], Awaitable[None]]
    ) -> None:
        self.is_away = False
        self._process, self._lifetime = uuid4().hex, lifetime
        self._on_change = on_change
        self._redis: Any = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
        self._run_write = self._redis.register_script(WRITE)
        self._begun_anew: dict[str, float] = {}  # and when
        self._waiting: asyncio.Task[None] | None = None

    async def take(self, tab: str) -> Stored:
        """Read a tab, and be the one that serves it; empty when nothing is known.

        Empty while Redis is away, too: the tab begins anew.
        """
        if not self.is_away:
            try:
                return await self._take(tab)
            except (RedisError, OSError) as error:
                self._goes_away(error)
        self._begun_anew[tab] = time.time()
        return {}

    async def write(self, tab: str, fields: Stored) -> bool:
        """Write these states of a tab, unless Redis is away.

        False when Redis knew nothing of the tab: write all of it then. Raises
        ``Moved`` when another process serves it.
        """
        if self.is_away or not fields:
            return True
        try:
            anew = self._begun_anew.get(tab)
            parts = [part for field in fields.items() for part in field]
            about = [self._process, anew or time.time(), int(anew is not None)]
            said = await self._run_write(
                keys=[_key(tab)], args=[*about, self._lifetime, *parts]
            )
            self._begun_anew.pop(tab, None)
        except (RedisError, OSError) as error:
            self._goes_away(error)
            return True
        if said == b"moved":
            raise Moved
        return said == b"written"

    async def close(self) -> None:
        """Disconnect."""
        if self._waiting:
            self._waiting.cancel()
        await self._redis.aclose()

    async def _take(self, tab: str) -> Stored:
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hgetall(_key(tab))
            ours = {SERVED_BY: self._process, SINCE: time.time()}
            pipeline.hset(_key(tab), mapping=ours)
            pipeline.expire(_key(tab), self._lifetime, xx=True)
            pipeline.expire(_key(tab), UNUSED, nx=True)  # nothing was known of it
            found: dict[bytes, bytes] = (await pipeline.execute())[0]
        self._begun_anew.pop(tab, None)
        return {k.decode(): v for k, v in found.items() if k not in (SERVED_BY, SINCE)}

    def _goes_away(self, error: Exception) -> None:
        if not self.is_away:
            logger.warning("Redis does not answer, tabs stay in memory: %s", error)
            self.is_away = True
            # An empty context: this belongs to no tab's event, and outlives it.
            waiting = self._wait_for_its_return()
            self._waiting = asyncio.create_task(waiting, context=Context())

    async def _wait_for_its_return(self) -> None:
        await self._on_change()
        while self.is_away:
            await asyncio.sleep(PATIENCE)
            try:
                # It may answer, and refuse to write: it is full, or a replica.
                await self._redis.set("is written", 1, ex=self._lifetime)
            except (RedisError, OSError):
                continue
            self.is_away = False
        logger.warning("Redis answers again: all tabs are written")
        await self._on_change()


def _key(tab: str) -> str:
    return f"tab:{tab}"
