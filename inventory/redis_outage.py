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

logger = logging.getLogger(__name__)


class Outage:
    """Goes on without Redis while it is away; says once that it is, and once more."""

    def __init__(self, meanwhile: str) -> None:
        self.meanwhile = meanwhile
        self._away, self._not_before = False, 0.0

    def bridge[Found](
        self, ask: Callable[[], Found], instead: Callable[[], Found]
    ) -> Found:
        """Give what Redis says, or else what is said instead of it."""
        if self._away and time.monotonic() < self._not_before:
            return instead()
        try:
            found = ask()
        except RedisError as error:
            if not self._away:
                logger.warning("Redis is away, %s: %s", self.meanwhile, error)
            self._away, self._not_before = True, time.monotonic() + AGAIN
            return instead()
        if self._away:
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
        return self.outage.bridge(ask, lambda: default)

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
        return self.outage.bridge(partial(super().has_key, *args, **kwargs), bool)


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
