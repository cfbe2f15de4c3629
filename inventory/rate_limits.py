"""Slows down who guesses passwords or floods the app, and nobody else."""

import math
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from operator import attrgetter
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from cachetools import TTLCache
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from limits import RateLimitItem, WindowStats, parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from inventory import engines
from inventory.redis_outage import Outage

# Wrong passwords for one account, counted for each address on its own: nobody can
# lock its owner out, who comes from another one. And from one address for all.
PER_ACCOUNT = parse("5/minute")
PER_ADDRESS = parse("30/minute")


class SharedLimiter:
    """Counts for all processes; while Redis is away, each counts in its own memory.

    What was counted there holds on when Redis is back.
    """

    def __init__(self, address: str) -> None:
        options = {} if address == "memory://" else engines.redis_options(timeout=1)
        self.storage = storage_from_string(address, **options)
        self._shared = FixedWindowRateLimiter(self.storage)
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._outage = Outage("wrong passwords are counted in each process")

    def test(self, item: RateLimitItem, *key: str) -> bool:
        """Tell whether one more is allowed."""
        ask = partial(self._shared.test, item, *key)
        shared = self._outage.bridge(ask, lambda: True, is_write=False)
        return shared and self._own.test(item, *key)

    def hit(self, item: RateLimitItem, *key: str, cost: int = 1) -> bool:
        """Count one more, and tell whether it was allowed; -1 takes it back."""
        ask, instead = self._shared.hit, self._own.hit
        return self._outage.bridge(
            partial(ask, item, *key, cost=cost), partial(instead, item, *key, cost=cost)
        )

    def get_window_stats(self, item: RateLimitItem, *key: str) -> WindowStats:
        """Tell how many are left, and since when."""
        own = self._own.get_window_stats(item, *key)
        ask = partial(self._shared.get_window_stats, item, *key)
        shared = self._outage.bridge(ask, lambda: own, is_write=False)
        return min(own, shared, key=attrgetter("remaining"))


class EventLimiter:
    """Counts events by tab; a count is forgotten so many seconds after it began.

    A tab is connected to one process at a time: its events are counted there. (What
    ``limits`` counts in memory is looked through by a new thread every few events.)
    """

    def __init__(
        self, most: int, seconds: float, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self.most = most
        self._counts: TTLCache[str, count[int]] = TTLCache(math.inf, seconds, timer)
        self._lock = Lock()

    def hit(self, tab: str) -> bool:
        """Count one more, and tell whether it was allowed."""
        with self._lock:
            return next(self._counts.setdefault(tab, count(1))) <= self.most

    def reset(self) -> None:
        """Forget all counts."""
        with self._lock:
            self._counts.clear()


type Key = tuple[str, ...]
type Counter = tuple[RateLimitItem, Key]

sign_ins = SharedLimiter(settings.RATE_LIMIT_STORAGE)
_tried: WeakKeyDictionary[HttpRequest, Counter] = WeakKeyDictionary()
# A person who turns pages as fast as they can sends five a second.
events = EventLimiter(150, seconds=10)


def seconds_to_wait(request: HttpRequest, username: str) -> int:
    """Tell how long sign-in is refused for this account and address; 0 if it is not."""
    waits = [
        _seconds_left(item, key)
        for item, key in _counters(request, username)
        if not sign_ins.test(item, *key)
    ]
    return max(waits, default=0)


class SignInThrottle:
    """Stops authentication while it has to wait, whichever form it came from.

    Not a ``BaseBackend``: it knows no users and no permissions.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, **_: Any
    ) -> None:
        """Let the next backend decide, or raise ``PermissionDenied``."""
        if request is not None and not may_try(request, username or ""):
            raise PermissionDenied


def may_try(request: HttpRequest, username: str) -> bool:
    """Tell whether a password may be tried, and count it as wrong for its account.

    Before anybody knows: while one is looked at, others come. ``take_back`` is for when
    it was right.
    """
    if seconds_to_wait(request, username):
        return False
    item, key = account = _counters(request, username)[0]
    if not sign_ins.hit(item, *key):
        return False
    _tried[request] = account
    return True


def was_tried(request: HttpRequest) -> bool:
    """Tell whether a password of this request was looked at."""
    return request in _tried


@receiver(user_login_failed)
def count_for_address(request: HttpRequest | None = None, **_: Any) -> None:
    """Count a wrong password for its address, from which many may sign in at once."""
    if request is not None and was_tried(request):
        item, key = _counters(request, "")[1]
        sign_ins.hit(item, *key)


@receiver(user_logged_in)
def take_back(request: HttpRequest | None, **_: Any) -> None:
    """Count what this request has tried no longer: it was right."""
    if request is not None and (account := _tried.pop(request, None)):
        item, key = account
        if sign_ins.get_window_stats(item, *key).remaining < item.amount:
            sign_ins.hit(item, *key, cost=-1)


def seconds_until_sign_up(request: HttpRequest) -> int:
    """Count a new account for its address; tell how long it is refused, 0 if it is not.

    A password that is set takes as long as one that is tried.
    """
    key = "sign-up", request.META.get("REMOTE_ADDR", "")
    return 0 if sign_ins.hit(PER_ADDRESS, *key) else _seconds_left(PER_ADDRESS, key)


def _seconds_left(item: RateLimitItem, key: Key) -> int:
    left = sign_ins.get_window_stats(item, *key).reset_time - time.time()
    return max(1, math.ceil(left))


def _counters(request: HttpRequest, username: str) -> tuple[Counter, Counter]:
    address = request.META.get("REMOTE_ADDR", "")
    return (
        (PER_ACCOUNT, ("account", username.lower(), address)),
        (PER_ADDRESS, ("address", address)),
    )
