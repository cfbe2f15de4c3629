"""The work of one event, run in a database thread as a whole.

Its async code runs on an event loop of the thread's own, where a query is a plain call.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any

from asgiref.sync import SyncToAsync
from django.db import close_old_connections, connection, connections

from frontend.threads.interpreter_lock import InterpreterLock

type Work[Result] = Callable[[], Coroutine[Any, Any, Result]]

_this_thread = threading.local()
_interpreter = InterpreterLock()


class WorkItem[Result]:
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
        _this_thread.item = self
        try:
            with _interpreter, connection.execute_wrapper(_interpreter.release_during):
                return _this_thread.runner.run(self._begin(), context=self.context)
        finally:
            _this_thread.item = None

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
    item = getattr(_this_thread, "item", None)
    return item.home if item else asyncio.get_running_loop()


def work_context() -> Context:
    """Give the context in which the work runs that calls this."""
    return _this_thread.item.context


def query_in_place(call: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap asgiref's way to a thread: such work is in the right one already.

    Django allows no query where an event loop runs, so none does meanwhile.
    """

    async def call_in_place(self: SyncToAsync, *args: Any, **kwargs: Any) -> Any:
        item = getattr(_this_thread, "item", None)
        if item is None:
            return await call(self, *args, **kwargs)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return self.func(*args, **kwargs)
        finally:
            asyncio._set_running_loop(loop)
            if item.stopped:
                raise asyncio.CancelledError

    return call_in_place


def close_this_thread() -> None:
    """Close its connections and its event loop; it runs nothing after that."""
    connections.close_all()
    if hasattr(_this_thread, "runner"):
        _this_thread.runner.close()
