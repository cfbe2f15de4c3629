"""Importing a file: check it, show what would happen, then do it, all or nothing."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import reflex as rx
from django.db import DatabaseError
from reflex_django.auth.decorators import login_required
from reflex_django.auth.shortcuts import require_login_user
from reflex_django.states import AppState

from frontend.live.page import LivePage
from frontend.threads.database import database_thread
from frontend.threads.long_work import StoppedError, long_work
from inventory import uploads
from inventory.csv_file import CsvFileError
from inventory.csv_import import ImportOutdatedError, ImportRefusedError
from inventory.csv_plan import Outcome
from inventory.csv_preview import LineRow, Preview, import_as_shown, preview_import

logger = logging.getLogger(__name__)

# The phases of an import, one after the other
CHOOSING, CHECKING, READY = "choosing", "checking", "ready"
WRITING, DONE = "writing", "done"
GONE = "The file is no longer here. Choose it again."
DATABASE_AWAY = "The database did not answer. Nothing was imported."
NOTHING: dict[str, int] = {str(outcome): 0 for outcome in Outcome}


class ImportState(LivePage, AppState):
    """One file of one user, from choosing it to the result."""

    phase: str = CHOOSING
    percent: int = 0
    stopping: bool = False  # or it was too late for that
    error_message: str = ""

    file_name: str = ""
    lines: list[LineRow] = []
    counts: dict[str, int] = NOTHING
    notes: list[str] = []
    _fingerprint: str = ""  # of all that the preview said
    _run: str = ""  # what a handler in the background works for; another ends it

    @rx.var
    def total(self) -> int:
        """Count all lines of the file."""
        return sum(self.counts.values())

    @rx.var
    def to_write(self) -> int:
        """Count the lines that make a difference."""
        return self.counts["created"] + self.counts["changed"]

    # Check

    @rx.event(background=True)
    async def load_import(self):
        """Check the file that was sent, if there is one, whenever the page opens."""
        async with self, database_thread():
            user = require_login_user()
            upload = await uploads.waiting(user.pk)
            self.reset()
            if upload is None:
                return
            self.file_name = upload.name
            run = self._begin(CHECKING)
        preview = await self._work(run, preview_import, user, upload.data)
        if preview:
            async with self, database_thread():
                await self._require_same_user()
                if self._run == run:
                    self._show(preview)

    def _show(self, preview: Preview) -> None:
        self.lines, self.counts = preview.lines, preview.counts
        self.notes, self._fingerprint = preview.notes, preview.fingerprint
        self.phase = READY

    # Write

    @rx.event(background=True)
    async def start_import(self):
        """Do what the preview said, once for two clicks."""
        async with self, database_thread():
            user = require_login_user()
            if self.phase != READY or self.counts["refused"]:
                return
            upload = await uploads.waiting(user.pk)
            if upload is None:
                self.phase, self.error_message = CHOOSING, GONE
                return
            run, shown = self._begin(WRITING), self._fingerprint
        done = await self._work(run, import_as_shown, user, upload.data, shown)
        async with self, database_thread():
            if self._run == run and self.phase == WRITING:
                await uploads.forget(user.pk)
                if done:
                    self.phase = DONE
                else:
                    self.reset()

    # Cancel

    @rx.event
    @login_required
    async def cancel_import(self):
        """Give the file up; what is being written is undone, if it is not too late."""
        if self.phase == WRITING:
            self.stopping = True
        else:
            await uploads.forget(self.request.user.pk)
            self.reset()

    # Work

    def _begin(self, phase: str) -> str:
        self.phase, self.percent, self.error_message = phase, 0, ""
        self.stopping = False
        self._run = uuid4().hex
        return self._run

    async def _work(
        self, run: str, function: Callable[..., Any], user: Any, *args: Any
    ) -> Any:
        """Run the function in a thread, and show how far it is.

        Stop it if it is unwanted. Gives what it returns, or nothing if it failed or
        was stopped.
        """
        try:
            async with long_work(function, user, *args) as work:
                async for percent in work.ticks():
                    async with self:
                        if self._run != run or self.stopping:
                            work.stop()
                        else:
                            self.percent = percent
                return await work.result()
        except StoppedError:
            return None
        except (CsvFileError, ImportOutdatedError, ImportRefusedError) as error:
            message = str(error)
        except DatabaseError:
            logger.exception("An import failed")
            message = DATABASE_AWAY
        async with self:
            if self._run == run:
                await uploads.forget(user.pk)
                self.phase, self.error_message = CHOOSING, message
        return None
