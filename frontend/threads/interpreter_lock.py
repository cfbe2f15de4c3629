"""Whose turn it is to run Python, of the event loop and all threads beside it."""

import os
import sys
import threading
from collections.abc import Callable
from typing import Any

LONGEST_WAIT = 0.05  # seconds
BEHIND = 5  # of nice's steps: a fourth of a core that the event loop wants, too

_let_others_go = getattr(os, "sched_yield", lambda: None)  # which Windows has not


def lower_priority() -> None:
    """Have the event loop go before this thread where both want the same core.

    The loop is a moment of all tabs, a thread that of one. Only Linux has this for a
    thread; elsewhere it would be the whole process.
    """
    if sys.platform == "linux":
        os.nice(BEHIND)


class InterpreterLock:
    """Lets one thread run Python at a time, and others go on while it has to wait.

    No more than one could anyway. But each that struggles for the interpreter keeps
    the event loop from it for a moment of its own, and that is all tabs' moment.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = threading.local()

    def __enter__(self) -> None:
        # Somebody may be held up in something that is no query: not for ever.
        self._held.by_us = self._lock.acquire(timeout=LONGEST_WAIT)

    def __exit__(self, *_: object) -> None:
        if self._held.by_us:
            self._held.by_us = False
            self._lock.release()

    def release_during(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Run a query, in somebody else's turn; one may begin inside another.

        The event loop, which has no turn, goes on before it and after it.
        """
        if not self._held.by_us:
            return execute(*args)
        self.__exit__()
        _let_others_go()
        try:
            return execute(*args)
        finally:
            _let_others_go()
            self.__enter__()
