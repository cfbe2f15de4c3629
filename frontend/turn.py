"""Whose turn it is to run Python, of all threads that work for events."""

import threading
from collections.abc import Callable
from typing import Any

LONGEST_TURN = 0.05  # seconds


class Turn:
    """Lets one thread run Python at a time, and others go on while it has to wait.

    No more than one could anyway. But each that struggles for the interpreter keeps
    the event loop from it for a moment of its own, and that is all tabs' moment.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = threading.local()

    def __enter__(self) -> None:
        # Somebody may be held up in something that is no query: not for ever.
        self._held.by_us = self._lock.acquire(timeout=LONGEST_TURN)

    def __exit__(self, *_: object) -> None:
        if self._held.by_us:
            self._held.by_us = False
            self._lock.release()

    def give_away(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Run a query, in somebody else's turn; one may begin inside another."""
        if not self._held.by_us:
            return execute(*args)
        self.__exit__()
        try:
            return execute(*args)
        finally:
            self.__enter__()
