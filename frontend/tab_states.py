"""What each tab shows: in memory while the tab is connected here, and written down.

It is written after each event: on the disk, which has to be this machine's since
nobody goes on meanwhile, or to Redis where several processes serve the tabs. A tab that
reconnects, here or at another process, finds it again. What is not connected any more
is forgotten here at once.

Reflex's own managers keep each tab of a day in memory (on the disk), or read and lock
it in Redis for every event, and stop when Redis does.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from weakref import WeakValueDictionary

from reflex.istate.manager.disk import StateManagerDisk
from reflex.state import BaseState

from frontend.tab_files import TabFile, delete_old_files, file_of

logger = logging.getLogger(__name__)

PATIENCE = 1  # second until what could not be written is tried again
# Second for each tab before a round of writing: what changes often is written once
PAUSE = 0.0005


class TabsOnDisk(StateManagerDisk):
    """Tabs of a single process."""

    def __post_init__(self) -> None:
        """Begin without any tab, connected or not."""
        super().__post_init__()
        self._begin()

    def _begin(self) -> None:
        self._write_debounce_seconds = 0  # its own queue only deletes what has expired
        # A lock is there for as long as somebody holds it or waits for it.
        self._states_locks: Any = WeakValueDictionary()
        self.is_wanted: Callable[[str], bool] = lambda ident: True
        self._cannot_write = False
        self._unwritten: dict[TabFile, bytes] = {}
        self._writer: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def modify_state(self, token: Any, **context: Any) -> AsyncIterator[Any]:
        """Give a tab's state to one event at a time, and write it down after that."""
        token = self._coerce_token(token)
        lock = self._states_locks.setdefault(token.lock_key, asyncio.Lock())
        async with lock:
            state = await self.get_state(token)
            try:
                yield state
                await self.set_state(token, state, **context)
            finally:
                if not self.is_wanted(token.ident):
                    self._purge_token(token)

    @property
    def is_degraded(self) -> bool:
        """Tell whether a restart now would lose what tabs show."""
        return self._cannot_write

    async def forget(self, ident: str) -> None:
        """Let go of a tab that has left, once its last event has ended."""
        if token := self._token_last_touched.get(ident, (0, None))[1]:
            async with self.modify_state(token):
                pass

    def token_path(self, token: Any) -> Any:
        """Say where a state is written."""
        return file_of(str(self.states_directory), str(token))

    def _purge_expired_states(self) -> None:
        """Delete what tabs have left that did not come back."""
        delete_old_files(str(self.states_directory), self.token_expiration)

    async def load_state(self, token: Any) -> Any:
        """Read one state of a tab; what is about to be written is read already."""
        if data := self._unwritten.get(self.token_path(token)):
            return token.deserialize(data=data)
        return await super().load_state(token)

    async def set_state(self, token: Any, state: Any, **context: Any) -> None:
        """Have what an event has changed written at once, and do not wait for it."""
        token = self._coerce_token(token)
        for each in changed_in(token, state):
            path = self.token_path(token.with_cls(type(each)))
            self._unwritten[path] = token.serialize(each)
        if self._unwritten and (self._writer is None or self._writer.done()):
            self._writer = asyncio.create_task(self._write())
        await self._schedule_process_write_queue()  # which deletes what has expired

    async def close(self) -> None:
        """Write what is left, if that is possible."""
        await super().close()
        if self._writer:
            self._writer.cancel()
            self._writer = None
        with suppress(OSError):
            list(self._write_in_turn())

    async def _write(self) -> None:
        """Write whatever comes, and let everybody else go on after each file.

        First those who have just heard of a change, before what they show is written.
        """
        while self._unwritten:
            await asyncio.sleep(PAUSE * len(self.states))
            try:
                for _ in self._write_in_turn():
                    await asyncio.sleep(0)
            except OSError as error:
                if not self._cannot_write:
                    logger.warning("Tabs cannot be written down: %s", error)
                self._cannot_write = True
                await asyncio.sleep(PATIENCE)
            else:
                self._cannot_write = False

    def _write_in_turn(self) -> Iterator[None]:
        for path in list(self._unwritten):
            path.write_bytes(self._unwritten[path])
            del self._unwritten[path]
            yield


def tree(state: BaseState) -> list[BaseState]:
    """Give a state and all that stand below it."""
    found = [state]
    for each in found:
        found += each.substates.values()
    return found


def changed_in(token: Any, state: BaseState) -> list[BaseState]:
    """Give the states of a tab that have changed since this was asked last."""
    return [each for each in tree(state) if token.get_and_reset_touched_state(each)]
