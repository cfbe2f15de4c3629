"""What each tab shows, written to Redis: any process may come to serve a tab.

A tab belongs to the process that its socket is connected to; redis_store.py says how
that changes.
"""

from typing import Any

from frontend.tabs.manager import Stored, Tabs, changed_in, serialized, tree
from frontend.tabs.redis_store import Moved, TabStore


class TabsInRedis(Tabs):
    """Tabs that any process may come to serve.

    While Redis is away, tabs go on in memory, and are written once it is back.
    """

    store: TabStore

    @property
    def is_degraded(self) -> bool:
        """Tell whether a restart now would lose what tabs show."""
        return self.store.is_away

    def _purge_expired_states(self) -> None:
        """Leave it to Redis, where a tab expires by itself."""

    async def stored(self, tab: str) -> Stored:
        """Read what is written of a tab, which is ours from then on."""
        return await self.store.take(tab)

    async def set_state(self, token: Any, state: Any, **context: Any) -> None:
        """Write what an event has changed, unless the tab is elsewhere by now."""
        token = self._coerce_token(token)
        changed = changed_in(token, state)
        try:
            if not await self.store.write(token.ident, serialized(changed)):
                await self.store.write(token.ident, serialized(tree(state)))
        except Moved:
            await self.send_away(token.ident)

    async def on_change(self) -> None:
        """Tell all pages how it is, and write again what had to wait for Redis."""
        self.tell_pages()
        if not self.store.is_away:
            await self.write_all()

    async def write_all(self) -> None:
        """Write every tab that is here, one after the other."""
        for token in [token for _, token in self._token_last_touched.values()]:
            async with self._alone(token):
                state = self.states.get(token.cache_key)  # None if it has left
                if state and token.ident in self._written:
                    for each in tree(state):
                        each._was_touched = True
                    await self.set_state(token, state)

    async def close(self) -> None:
        """Disconnect from Redis."""
        await super().close()
        await self.store.close()
