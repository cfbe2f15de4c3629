"""What each tab shows, written to the disk of the one machine whose process serves it.

Not with each event, but in rounds: what changes often is written once.
"""

import asyncio
import logging
import sqlite3
from contextlib import suppress
from itertools import batched
from typing import Any

from frontend.tab_states import Tabs, changed_in, serialized
from frontend.tab_table import Stored, TabTable

logger = logging.getLogger(__name__)

FILE = "tabs.sqlite3"
PATIENCE = 1  # second until what could not be written is tried again
PAUSE = 0.0005  # second for each tab before a round of writing
AT_ONCE = 100  # tabs, before everybody else goes on


class TabsOnDisk(Tabs):
    """Tabs of a single process."""

    def __post_init__(self) -> None:
        """Begin without any tab; those that were here before are on the disk."""
        super().__post_init__()
        self._table = TabTable(self.states_directory / FILE)
        self._unwritten: dict[str, Stored] = {}
        self._writer: asyncio.Task[None] | None = None
        self._cannot_write = False

    @property
    def is_degraded(self) -> bool:
        """Tell whether a restart now would lose what tabs show."""
        return self._cannot_write

    async def stored(self, tab: str) -> Stored:
        """Read what is written of a tab, and what is about to be."""
        waiting = self._unwritten.get(tab, {})
        try:
            return self._table.read(tab) | waiting
        except (sqlite3.Error, OSError) as error:
            logger.warning("What a tab showed cannot be read: %s", error)
            return waiting

    async def set_state(self, token: Any, state: Any, **context: Any) -> None:
        """Have what an event has changed written soon, and do not wait for it."""
        token = self._coerce_token(token)
        if changed := serialized(changed_in(token, state)):
            self._unwritten.setdefault(token.ident, {}).update(changed)
            if self._writer is None or self._writer.done():
                self._writer = asyncio.create_task(self._write_in_rounds())
        await self._schedule_process_write_queue()  # which deletes what has expired

    def _purge_expired_states(self) -> None:
        """Delete what tabs have left that did not come back."""
        with suppress(sqlite3.Error, OSError):  # there is another time
            self._table.delete_old(self.token_expiration)

    async def _write_in_rounds(self) -> None:
        while self._unwritten:
            await asyncio.sleep(PAUSE * len(self.states))
            try:
                for tabs in batched(list(self._unwritten), AT_ONCE):
                    self._write(tabs)
                    await asyncio.sleep(0)
            except (sqlite3.Error, OSError) as error:
                if not self._cannot_write:
                    logger.warning("Tabs cannot be written down: %s", error)
                self._cannot_write = True
                await asyncio.sleep(PATIENCE)
            else:
                self._cannot_write = False

    def _write(self, tabs: tuple[str, ...]) -> None:
        self._table.write({tab: self._unwritten[tab] for tab in tabs})
        for tab in tabs:
            del self._unwritten[tab]

    async def close(self) -> None:
        """Write what is left, if that is possible."""
        await super().close()
        if self._writer:
            self._writer.cancel()
            self._writer = None
        with suppress(sqlite3.Error, OSError):
            for tabs in batched(list(self._unwritten), AT_ONCE):
                self._write(tabs)
        self._table.close()
