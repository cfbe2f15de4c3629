"""Carries the work of one event through a database thread.

Its async code runs on an event loop of the thread's own, where a query is a plain call.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any

from asgiref.sync import SyncToAsync
from django.db import close_old_connections, connection, connections

from frontend.threads.turn import Turn

type Work[Result] = Callable[[], Coroutine[Any, Any, Result]]

_this_thread = threading.local()
_turn = Turn()


class Carriage[Result]:
    """One piece of work on its way through a database thread."""

    def __init__(self, work: Work[Result], context: Context) -> None:
        self.context, self.home = context, asyncio.get_running_loop()
        self.stopped = False
        self._work = work
        self._task: asyncio.Task[Result] | None = None

    def run(self) -> Result:
        """Do the work; for the thread."""
        close_old_connections()
        if not hasattr(_this_thread, "runner"):
            _this_thread.runner = asyncio.Runner()
        _this_thread.carriage = self
        try:
            with _turn, connection.execute_wrapper(_turn.give_away):
                return _this_thread.runner.run(self._begin(), context=self.context)
        finally:
            _this_thread.carriage = None

    def stop(self) -> None:
        """Have the work end where it waits next; for any other thread."""
        self.stopped = True
        if self._task and not self._task.done():
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)

    async def _begin(self) -> Result:
        self._task = asyncio.current_task()
        return await self._work()


def home_loop() -> asyncio.AbstractEventLoop:
    """Give the event loop on which the work began, wherever it runs by now."""
    carriage = getattr(_this_thread, "carriage", None)
    return carriage.home if carriage else asyncio.get_running_loop()


def carried_context() -> Context:
    """Give the context in which the work runs that calls this."""
    return _this_thread.carriage.context


def query_in_place(call: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap asgiref's way to a thread: whoever is carried is in the right one already.

    Django allows no query where an event loop runs, so none does meanwhile.
    """

    async def call_in_place(self: SyncToAsync, *args: Any, **kwargs: Any) -> Any:
        carriage = getattr(_this_thread, "carriage", None)
        if carriage is None:
            return await call(self, *args, **kwargs)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return self.func(*args, **kwargs)
        finally:
            asyncio._set_running_loop(loop)
            if carriage.stopped:
                raise asyncio.CancelledError

    return call_in_place


def close_this_thread() -> None:
    """Close its connections and its event loop; it carries nothing after that."""
    connections.close_all()
    if hasattr(_this_thread, "runner"):
        _this_thread.runner.close()
