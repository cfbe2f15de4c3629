"""What each tab shows, written to Redis: any process may come to serve a tab.

A tab belongs to the process that its socket is connected to; tab_store.py says how
that changes.
"""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from reflex.state import BaseState
from reflex_base.utils.exceptions import StateSchemaMismatchError

from frontend.tab_states import TabsOnDisk, changed_in, tree
from frontend.tab_store import Moved, TabStore


class TabsInRedis(TabsOnDisk):
    """Tabs that any process may come to serve.

    While Redis is away, tabs go on in memory, and are written once it is back.
    """

    store: TabStore
    send_away: Callable[[str], Awaitable[None]]

    def __post_init__(self) -> None:
        """Begin without any tab, and without a folder."""
        self._begin()

    @property
    def is_degraded(self) -> bool:
        """Tell whether a restart now would lose what tabs show."""
        return self.store.is_away

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
        changed = changed_in(token, state)
        try:
            if not await self.store.write(token.ident, _serialized(changed)):
                await self.store.write(token.ident, _serialized(tree(state)))
        except Moved:
            await self.send_away(token.ident)

    async def write_all(self) -> None:
        """Write every tab that is here, one after the other."""
        for token in [token for _, token in self._token_last_touched.values()]:
            async with self.modify_state(token) as state:
                for each in tree(state):
                    each._was_touched = True

    async def close(self) -> None:
        """Disconnect from Redis."""
        await super().close()
        await self.store.close()


def _serialized(states: Iterable[BaseState]) -> dict[str, bytes]:
    return {state.get_full_name(): state._serialize() for state in states}


def _restored(fresh: BaseState, stored: dict[str, bytes]) -> BaseState:
    """Put what was stored into a new tree; what no longer fits starts anew."""
    state = fresh
    if data := stored.get(fresh.get_full_name()):
        with suppress(StateSchemaMismatchError):  # the app has been changed since
            state = BaseState._deserialize(data)
    for name, child in list(fresh.substates.items()):
        state.substates[name] = _restored(child, stored)
        state.substates[name].parent_state = state
    return state
