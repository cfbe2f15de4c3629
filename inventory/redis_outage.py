"""What the app does without Redis for a while, and what it cannot do at all."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError, ResponseError

from inventory import engines

AGAIN = 1  # second until Redis is tried again: who waits, waits for the first only
LONGEST = 15  # seconds that such a try takes

logger = logging.getLogger(__name__)


class Outage:
    """Goes on without Redis while it is away; says once that it is, and once more."""

    def __init__(self, meanwhile: str) -> None:
        self.meanwhile = meanwhile
        self._away, self._not_before = False, 0.0

    def bridge[Found](
        self,
        ask: Callable[[], Found],
        instead: Callable[[], Found],
        *,
        is_write: bool = True,
    ) -> Found:
        """Give what Redis says, or else what is said instead of it.

        It is back when it writes again: one that is full, or a replica, can be read.
        """
        if self._away:
            if time.monotonic() < self._not_before:
                return instead()
            # Others do not wait beside this one.
            self._not_before = time.monotonic() + LONGEST
        try:
            found = ask()
        except RedisError as error:
            if not self._away:
                logger.warning("Redis is away, %s: %s", self.meanwhile, error)
            self._away, self._not_before = True, time.monotonic() + AGAIN
            return instead()
        self._not_before = 0
        if self._away and is_write:
            logger.warning("Redis is back")
            self._away = False
        return found


class SoftRedisCache(RedisCache):
    """Django's cache in Redis. While Redis is away, nothing is kept or found."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.outage = Outage("nothing is cached")

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Give what is kept under a key."""
        ask = partial(super().get, key, default, version)
        return self.outage.bridge(ask, lambda: default, is_write=False)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Keep something; look whether it is there, if that matters."""
        self.outage.bridge(partial(super().set, *args, **kwargs), lambda: None)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Keep something unless there is something; tell whether it was kept."""
        return self.outage.bridge(partial(super().add, *args, **kwargs), bool)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Forget something; tell whether there was something."""
        return self.outage.bridge(partial(super().delete, *args, **kwargs), bool)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """Tell whether there is something."""
        ask = partial(super().has_key, *args, **kwargs)
        return self.outage.bridge(ask, bool, is_write=False)


def check_redis() -> None:
    """Stop the start, by ``SystemExit``, with a Redis that can never do.

    One that is away may come: the app starts without it.
    """
    if not settings.REDIS_URL:
        return
    for url in engines.redis_databases(settings.REDIS_URL):
        try:
            with Redis.from_url(url, **engines.redis_options()) as client:
                client.ping()
        except (ResponseError, AuthenticationError) as error:
            raise SystemExit(
                f"Redis refuses ({error}). The app uses the database that REDIS_URL "
                "names and the two after it: a cluster, which has one only, cannot do."
            ) from error
        except RedisError as error:
            logger.warning("Redis is away, the app starts without it: %s", error)
            return
