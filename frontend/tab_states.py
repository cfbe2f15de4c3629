"""What each tab shows: in memory while the tab is connected here, and written down.

It is written after each event: on the disk, or to Redis where several processes serve
the tabs. A tab that reconnects, here or at another process, finds it again. What is
not connected any more is forgotten here at once.

Reflex's own managers keep each tab of a day in memory (on the disk), or read and lock
it in Redis for every event, and stop when Redis does.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from reflex.app import App, EventNamespace
from reflex.istate.manager.disk import StateManagerDisk
from reflex.state import BaseState
from reflex_base.utils.exceptions import StateSchemaMismatchError

from frontend.tab_store import Moved, TabStore


class TabsOnDisk(StateManagerDisk):
    """Tabs of a single process."""

    def __post_init__(self) -> None:
        """Begin without any tab, connected or not."""
        super().__post_init__()
        # A lock is there for as long as somebody holds it or waits for it.
        self._states_locks: Any = WeakValueDictionary()
        self.is_wanted: Callable[[str], bool] = lambda ident: True

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

    async def forget(self, ident: str) -> None:
        """Let go of a tab that has left, once its last event has ended."""
        if token := self._token_last_touched.get(ident, (0, None))[1]:
            async with self.modify_state(token):
                pass


class TabsInRedis(TabsOnDisk):
    """Tabs that any process may come to serve.

    While Redis is away, tabs go on in memory, and are written once it is back.
    """

    store: TabStore
    send_away: Callable[[str], Awaitable[None]]

    def _purge_expired_states(self) -> None:
        """Leave it to Redis, where a tab expires by itself."""

    async def get_state(self, token: Any) -> Any:
        """Give the tab's state; what is not here is read, and is ours from then on."""
        token = self._coerce_token(token)
        if token.cache_key not in self.states:
            fresh = token.cls.get_root_state()(_reflex_internal_init=True)
            stored = await self.store.take(token.ident)
            self.states[token.cache_key] = _restored(fresh, stored)
        return await super().get_state(token)

    async def set_state(self, token: Any, state: Any, **context: Any) -> None:
        """Write what an event has changed, unless the tab is elsewhere by now."""
        token = self._coerce_token(token)
        tree = list(_tree(state))
        changed = [each for each in tree if token.get_and_reset_touched_state(each)]
        try:
            if not await self.store.write(token.ident, _serialized(changed)):
                await self.store.write(token.ident, _serialized(tree))
        except Moved:
            await self.send_away(token.ident)

    async def write_all(self) -> None:
        """Write every tab that is here, one after the other."""
        for token in [token for _, token in self._token_last_touched.values()]:
            async with self.modify_state(token) as state:
                for each in _tree(state):
                    each._was_touched = True

    async def close(self) -> None:
        """Disconnect from Redis."""
        await super().close()
        await self.store.close()


def serve_tabs(app: App, redis_url: str, lifetime: int) -> None:
    """Have the app keep its tabs so; ``lifetime`` is in seconds since the last event.

    Before the app serves its first event.
    """
    if redis_url:
        manager = TabsInRedis(token_expiration=lifetime)
        manager.store = TabStore(redis_url, lifetime, manager.write_all)
        manager.send_away = lambda ident: _disconnect(app, ident)
    else:
        manager = TabsOnDisk(token_expiration=lifetime)

    def is_wanted(ident: str) -> bool:
        return ident in _sockets(app).token_to_sid or is_degraded(manager)

    manager.is_wanted = is_wanted
    app._state_manager = manager
    forget_closed_tabs()


def is_degraded(manager: Any) -> bool:
    """Tell whether tabs cannot be written down now, and would not survive a restart."""
    return isinstance(manager, TabsInRedis) and manager.store.is_away


def forget_closed_tabs() -> None:
    """Tell the manager of a tab that has left, when its socket closes."""
    on_disconnect = EventNamespace.on_disconnect

    def and_forget(self: Any, sid: str) -> asyncio.Task | None:
        ident = self.sid_to_token.get(sid)
        closing = on_disconnect(self, sid)
        manager = self.app.state_manager
        if closing is None or not isinstance(manager, TabsOnDisk):
            return closing

        async def forget() -> None:
            await closing
            await manager.forget(ident)

        return asyncio.create_task(forget(), name=f"forget {ident}")

    EventNamespace.on_disconnect = and_forget


async def _disconnect(app: App, ident: str) -> None:
    """Close the socket of a tab, so that its page connects anew."""
    sockets, server = _sockets(app), app.sio
    if server and (sid := sockets.token_to_sid.get(ident)):
        await server.eio.disconnect(
            server.manager.eio_sid_from_sid(sid, sockets.namespace)
        )


def _sockets(app: App) -> EventNamespace:
    assert app.event_namespace is not None
    return app.event_namespace


def _tree(state: BaseState) -> Iterator[BaseState]:
    yield state
    for child in state.substates.values():
        yield from _tree(child)


def _serialized(states: list[BaseState]) -> dict[str, bytes]:
    return {state.get_full_name(): state._serialize() for state in states}


def _restored(fresh: BaseState, stored: dict[str, bytes]) -> BaseState:
    """Put what was stored into a new tree; what no longer fits starts anew."""
    state = fresh
    if data := stored.get(fresh.get_full_name()):
        try:
            state = BaseState._deserialize(data)
        except StateSchemaMismatchError:  # the app has been changed since
            state = fresh
    for name, child in list(fresh.substates.items()):
        state.substates[name] = _restored(child, stored)
        state.substates[name].parent_state = state
    return state
