"""Where tabs are written down for all processes: one hash in Redis for each tab.

Its fields are the tab's states, and who serves it. Only that process writes: one that
has not noticed yet that a tab has moved is told so.
"""

import asyncio
import logging
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PATIENCE = 1  # seconds for an answer, and between two tries while Redis is away
SERVED_BY = b"served by"  # no state has a name with a blank

# ARGV: the process, the lifetime, then names and values
WRITE = """
local served_by = redis.call('HGET', KEYS[1], 'served by')
if served_by and served_by ~= ARGV[1] then return 'moved' end
redis.call('HSET', KEYS[1], 'served by', ARGV[1], unpack(ARGV, 3))
redis.call('EXPIRE', KEYS[1], ARGV[2])
return served_by and 'written' or 'lost'
"""

type Fields = dict[str, bytes]


class Moved(Exception):
    """Another process serves the tab by now."""


class TabStore:
    """Reads and writes tabs; while Redis is away, it keeps what is to be written."""

    def __init__(self, url: str, lifetime: int) -> None:
        self.is_away = False
        self._process, self._lifetime = uuid4().hex, lifetime
        self._redis = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
        self._write = self._redis.register_script(WRITE)
        self._unsaved: dict[str, Fields] = {}
        self._not_taken: set[str] = set()
        self._coming_back: asyncio.Task[None] | None = None

    async def take(self, tab: str) -> Fields:
        """Read a tab, and be the one that serves it; empty when nothing is known.

        Empty while Redis is away, too: the tab begins anew.
        """
        if not self.is_away:
            try:
                return await self._take(tab)
            except (RedisError, OSError) as error:
                self._went_away(error)
        self._not_taken.add(tab)
        return {}

    async def write(self, tab: str, fields: Fields) -> str:
        """Write these states of a tab, or keep them until Redis is back.

        Gives "lost" when Redis knew nothing of the tab: write all of it then. Raises
        ``Moved`` when another process serves it.
        """
        if fields or tab in self._unsaved:
            self._unsaved[tab] = self._unsaved.get(tab, {}) | fields
        if self.is_away or tab not in self._unsaved:
            return "written"
        try:
            return await self._save(tab)
        except (RedisError, OSError) as error:
            self._went_away(error)
            return "written"

    async def close(self) -> None:
        """Write what is left if Redis is there, and disconnect."""
        if self._coming_back:
            self._coming_back.cancel()
        await self._redis.aclose()

    async def _take(self, tab: str) -> Fields:
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hgetall(_key(tab))
            pipeline.hset(_key(tab), SERVED_BY, self._process)
            pipeline.expire(_key(tab), self._lifetime)
            found: dict[bytes, bytes] = (await pipeline.execute())[0]
        self._not_taken.discard(tab)
        return {k.decode(): v for k, v in found.items() if k != SERVED_BY}

    async def _save(self, tab: str) -> str:
        """Write what is unsaved of a tab; more may come meanwhile."""
        if tab in self._not_taken:
            await self._take(tab)
        fields = self._unsaved[tab]
        said = await self._write(
            keys=[_key(tab)],
            args=[
                self._process,
                self._lifetime,
                *(part for field in fields.items() for part in field),
            ],
        )
        if self._unsaved.get(tab) is fields:
            del self._unsaved[tab]
        if said == b"moved":
            self._unsaved.pop(tab, None)
            raise Moved
        return said.decode()

    def _went_away(self, error: Exception) -> None:
        if not self.is_away:
            logger.warning("Redis does not answer, tabs stay in memory: %s", error)
            self.is_away = True
            self._coming_back = asyncio.create_task(self._come_back())

    async def _come_back(self) -> None:
        """Try until Redis answers, then write what it has missed."""
        while self.is_away:
            await asyncio.sleep(PATIENCE)
            try:
                for tab in list(self._unsaved):
                    await self._save(tab)
                await self._redis.ping()
                self.is_away = False
            except Moved:
                continue  # its page has been told, or will be at its next event
            except (RedisError, OSError):
                continue
        logger.warning("Redis answers again, and has what it had missed")


def _key(tab: str) -> str:
    return f"tab:{tab}"
