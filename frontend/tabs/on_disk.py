"""What each tab shows, written to the disk of the one machine whose process serves it.

Not with each event, but in rounds: what changes often is written once.
"""

import asyncio
import logging
import sqlite3
from contextlib import suppress
from contextvars import Context
from itertools import batched
from typing import Any

from frontend.tabs.disk_table import TabTable
from frontend.tabs.manager import Stored, Tabs, changed_in, serialized

logger = logging.getLogger(__name__)

FILE = "tabs.sqlite3"
RETRY = 1  # second until what could not be written is tried again
TRIES = 3  # at the end
PAUSE = 0.0005  # second for each tab before a round of writing
AT_ONCE = 25  # tabs, before everybody else goes on
FAILURES = (sqlite3.Error, OSError)


class TabsOnDisk(Tabs):
    """Tabs of a single process."""

    def __post_init__(self) -> None:
        """Begin without any tab; those that were here before are on the disk."""
        super().__post_init__()
        self._table = TabTable(self.states_directory / FILE)
        self._unwritten: dict[str, Stored] = {}
        self._begun_anew: set[str] = set()
        self._writer: asyncio.Task[None] | None = None
        self._cannot_write = False

    @property
    def is_degraded(self) -> bool:
        """Tell whether a restart now would lose what tabs show."""
        return self._cannot_write

    async def stored(self, tab: str) -> Stored:
        """Read what is written of a tab, and what is about to be.

        If it cannot be read, the tab begins anew.
        """
        waiting = self._unwritten.get(tab, {})
        if tab in self._begun_anew:
            return waiting
        try:
            return self._table.read(tab) | waiting
        except FAILURES as error:
            logger.warning("What a tab showed cannot be read: %s", error)
            self._begun_anew.add(tab)
            return waiting

    async def set_state(self, token: Any, state: Any, **context: Any) -> None:
        """Have what an event has changed written soon, and do not wait for it."""
        token = self._coerce_token(token)
        if changed := serialized(changed_in(token, state)):
            self._unwritten.setdefault(token.ident, {}).update(changed)
            if self._writer is None or self._writer.done():
                # An empty context: it belongs to no tab's event, and may outlive it.
                writing = self._write_in_rounds()
                self._writer = asyncio.create_task(writing, context=Context())
        await self._schedule_process_write_queue()  # which deletes what has expired

    def _purge_expired_states(self) -> None:
        """Delete what tabs have left that did not come back."""
        try:
            self._table.delete_old(self.token_expiration)
        except FAILURES as error:
            logger.warning("Tabs of long ago cannot be deleted: %s", error)

    async def _write_in_rounds(self) -> None:
        while self._unwritten:
            await asyncio.sleep(PAUSE * len(self.states))
            await self._write_round()
            if self._cannot_write:
                await asyncio.sleep(RETRY)

    async def _write_round(self) -> None:
        """Write whatever waits; what cannot be written waits on."""
        could_not = None
        for tabs in batched(list(self._unwritten), AT_ONCE):
            try:
                self._write(tabs)
            except FAILURES as error:
                could_not = error
            await asyncio.sleep(0)
        if could_not and not self._cannot_write:
            logger.warning("Tabs cannot be written down: %s", could_not)
        if self._cannot_write != (could_not is not None):
            self._cannot_write = could_not is not None
            self.tell_pages()

    def _write(self, tabs: tuple[str, ...]) -> None:
        anew = self._begun_anew & {*tabs}
        self._table.write({tab: self._unwritten[tab] for tab in tabs}, anew=anew)
        self._begun_anew -= anew
        for tab in tabs:
            del self._unwritten[tab]

    async def close(self) -> None:
        """Write what is left; if that is not possible, say so."""
        await super().close()
        if self._writer:
            self._writer.cancel()
            with suppress(asyncio.CancelledError):
                await self._writer
        for _ in range(TRIES):
            await self._write_round()
            if not self._unwritten:
                break
            await asyncio.sleep(RETRY)
        if self._unwritten:
            logger.warning("%s tabs were not written down", len(self._unwritten))
        self._table.close()
