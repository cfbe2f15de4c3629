"""What each tab shows: in memory while the tab is connected here, and written down.

Where to, is a subclass's to say: on the disk (``on_disk.py``) or, where several
processes serve the tabs, to Redis (``in_redis.py``). A tab that reconnects, here
or at another process, finds it again. What is not connected any more is forgotten here
at once. Of a tab in which nobody has signed in, nothing is written: whoever opens a
socket could fill the disk, and its pages show nothing that would be missed.

Reflex's own managers keep each tab of a day in memory (on the disk), or read and lock
it in Redis for every event, and stop when Redis does.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any
from weakref import WeakValueDictionary

from reflex.istate.manager.disk import StateManagerDisk
from reflex.state import BaseState
from reflex_base.utils.exceptions import StateSchemaMismatchError

type Stored = dict[str, bytes]  # what is written of a tab, by the names of its states


class Tabs(StateManagerDisk):
    """The tabs of one process, by Reflex's manager that has each of them in memory.

    ``is_kept`` tells of a state whether it is worth being written.
    ``send_away`` closes a tab's socket: its page connects anew, and loads again.
    ``tell_pages`` begins to have all pages say whether this ``is_degraded``, which has
    changed, and does not wait for that.
    """

    send_away: Callable[[str], Awaitable[None]]
    tell_pages: Callable[[], None]

    def __post_init__(self) -> None:
        """Begin without any tab, connected or not, and without a folder."""
        self._write_debounce_seconds = 0  # its own queue only deletes what has expired
        # A lock is there for as long as somebody holds it or waits for it.
        self._states_locks: Any = WeakValueDictionary()
        self._written: set[str] = set()  # tabs of which something is
        self.is_wanted: Callable[[str], bool] = lambda ident: True
        self.is_kept: Callable[[BaseState], bool] = lambda root: True
        self.tell_pages = lambda: None

    @property
    def is_degraded(self) -> bool:
        """Tell whether a restart now would lose what tabs show."""
        raise NotImplementedError

    async def stored(self, tab: str) -> Stored:
        """Read what is written of a tab; nothing of one that is new."""
        raise NotImplementedError

    @asynccontextmanager
    async def modify_state(self, token: Any, **context: Any) -> AsyncIterator[Any]:
        """Give a tab's state to one event at a time, and write it down after that."""
        token = self._coerce_token(token)
        async with self._alone(token):
            state = await self.get_state(token)
            yield state
            if token.ident in self._written or self.is_kept(state):
                self._written.add(token.ident)
                await self.set_state(token, state, **context)

    @asynccontextmanager
    async def _alone(self, token: Any) -> AsyncIterator[None]:
        """Wait until nobody is at a tab; let go of it if it has left by the end."""
        lock = self._states_locks.setdefault(token.lock_key, asyncio.Lock())
        async with lock:
            try:
                yield
            finally:
                if not self.is_wanted(token.ident):
                    self._purge_token(token)
                    self._states_locks[token.lock_key] = lock  # others wait for it
        del lock  # not as long as anybody has this frame

    async def get_state(self, token: Any) -> Any:
        """Give the tab's state; what is not here is read."""
        token = self._coerce_token(token)
        if token.cache_key not in self.states:
            fresh = token.cls.get_root_state()(_reflex_internal_init=True)
            stored = await self.stored(token.ident)
            self.states[token.cache_key] = _restored(fresh, stored)
            if stored:
                self._written.add(token.ident)
        return await super().get_state(token)

    def _purge_token(self, token: Any) -> None:
        self._written.discard(token.ident)
        super()._purge_token(token)

    async def forget(self, ident: str) -> None:
        """Let go of a tab that has left, once its last event has ended."""
        if token := self._token_last_touched.get(ident, (0, None))[1]:
            async with self._alone(token):
                pass


def tree(state: BaseState) -> list[BaseState]:
    """Give a state and all that stand below it."""
    found = [state]
    for each in found:
        found += each.substates.values()
    return found


def changed_in(token: Any, state: BaseState) -> list[BaseState]:
    """Give the states of a tab that have changed since this was asked last."""
    # Asking sets the flag of each, an assignment that Reflex follows as any other.
    touched = (each for each in tree(state) if each._was_touched)
    return [each for each in touched if token.get_and_reset_touched_state(each)]


def serialized(states: Iterable[BaseState]) -> Stored:
    """Give what is written of each state, by its name."""
    return {state.get_full_name(): state._serialize() for state in states}


def _restored(fresh: BaseState, stored: Stored) -> BaseState:
    """Put what was stored into a new tree; what no longer fits starts anew."""
    state = fresh
    if data := stored.get(fresh.get_full_name()):
        with suppress(StateSchemaMismatchError):  # the app has been changed since
            state = BaseState._deserialize(data)
    for name, child in list(fresh.substates.items()):
        state.substates[name] = _restored(child, stored)
        state.substates[name].parent_state = state
    return state
