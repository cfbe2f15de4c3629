"""Live pages: what one person changes, every open page shows.

Upstream's ``LiveListMixin`` patches rows one by one and leaves out those it
cannot place. ``LiveList`` reads the open page again instead, which is exact
whatever the search, the order and the page, and closes the mixin's other gaps.
"""
# pyright: reportArgumentType=false, reportGeneralTypeIssues=false
# (a mixin: what makes it a state is only there once it is mixed in)

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import InvalidOperation

import reflex as rx
from django.contrib.auth import aget_user
from django.db import DatabaseError
from django.http import HttpRequest
from reflex_django.auth.shortcuts import ReflexDjangoAuthError
from reflex_django.bridge.state_tree import unwrap_state_proxy
from reflex_django.live import LiveListMixin, ModelChange, live_broadcaster, model_label
from reflex_django.state.base import ActionContext
from reflex_django.state.constants import ACTION_LOAD_LIST

from frontend.db_threads import database_thread

PAUSE = 0.1  # seconds between two updates of one page, at least
RETRY = 2  # seconds until a page that could not be read is read again

type Changes = asyncio.Queue[ModelChange]


class LivePage:
    """What a handler needs that outlives the event which started it."""

    async def _require_same_user(self) -> None:
        """Ask the session again: this task may be hours older than its sign-out."""
        since_page_load = self.request.session
        request = HttpRequest()
        request.session = type(since_page_load)(since_page_load.session_key)
        if not (await aget_user(request)).is_authenticated:
            self.reset()
            raise ReflexDjangoAuthError("The session of a live page has ended.")


class LiveList(LivePage, LiveListMixin):
    """Keeps the list of a ``ModelState`` current while its page is open.

    A change that would shift the rows under the reader (an insert or a delete on
    an earlier page) is only counted, in ``waiting_changes``; ``refresh`` shows it.
    """

    waiting_changes: int  # declared by the state: a mixin's variables are not

    async def load_list(self, ctx: ActionContext) -> None:
        """Read the open page; nothing waits after that."""
        await super().load_list(ctx)
        self.waiting_changes = 0

    @rx.event(background=True)
    async def live_subscribe(self):
        """Load the list, then follow its changes until the page is left.

        Subscribing comes before loading: no change falls between the two. A user
        who has signed out meanwhile raises ``ReflexDjangoAuthError``.
        """
        with subscribed(model_label(self.get_options().model)) as queue:
            async with self, database_thread():
                failed = await self._load_anew()
            while True:
                changed = await changes(queue, RETRY if failed else None)
                async with self, database_thread():
                    try:
                        await self._require_same_user()
                        failed = failed and await self._load_anew()
                        await self._show(changed)
                    except (DatabaseError, InvalidOperation) as error:
                        context = self.build_context(ACTION_LOAD_LIST)
                        self.handle_exception(context, error)
                        failed = True
                await asyncio.sleep(PAUSE)

    async def _load_anew(self) -> bool:
        """Load all that the page shows; tell whether that failed."""
        # Not the proxy: upstream's dispatch sets attributes of the object.
        await unwrap_state_proxy(self).dispatch(ACTION_LOAD_LIST)
        return bool(getattr(self, self.get_options().error_var))

    async def _show(self, changed: set[int | str | None]) -> None:
        """Read the open page again, and show it unless it only shifted."""
        options = self.get_options()
        before, page = getattr(self, options.list_var), self.get_page()
        after = await self.serialize_queryset(self.build_context(ACTION_LOAD_LIST))
        ids_before = [row["id"] for row in before]
        ids_after = [row["id"] for row in after]
        # A change in bulk names no row: any of those shown may be meant.
        meant = {*ids_before, *ids_after, None}
        shifted = changed.isdisjoint(meant) and ids_before != ids_after
        if shifted and self.get_page() == page:  # unless that page is gone
            self.waiting_changes += len(changed)
        else:
            setattr(self, options.list_var, after)
            self.waiting_changes = 0


@contextmanager
def subscribed(label: str) -> Iterator[Changes]:
    """Collect what is announced under this name, until the block ends."""
    queue = live_broadcaster().subscribe(label)
    try:
        yield queue
    finally:
        live_broadcaster().unsubscribe(label, queue)


async def changes(queue: Changes, patience: float | None) -> set[int | str | None]:
    """Wait for changes, and give the keys of all that have come; none if in vain."""
    changed = set()
    with suppress(TimeoutError):
        changed.add((await asyncio.wait_for(queue.get(), patience)).pk)
    while not queue.empty():
        changed.add(queue.get_nowait().pk)
    return changed
