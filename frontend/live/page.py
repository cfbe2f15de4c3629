"""Live pages: what one person changes, every open page shows.

Upstream's ``LiveListMixin`` patches rows one by one and leaves out those it
cannot place. ``LiveList`` reads the open page again instead, which is exact
whatever the search, the order and the page, and closes the mixin's other gaps.
However many pages of a process show the same rows, they are read once.
"""
# pyright: reportArgumentType=false, reportGeneralTypeIssues=false
# (a mixin: what makes it a state is only there once it is mixed in)

from collections.abc import Awaitable, Hashable
from contextlib import AbstractContextManager
from decimal import InvalidOperation
from typing import Any

import reflex as rx
from django.contrib.auth import aget_user
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest
from reflex_django.auth.shortcuts import ReflexDjangoAuthError, require_login_user
from reflex_django.bridge.context import current_session
from reflex_django.bridge.state_tree import unwrap_state_proxy
from reflex_django.live import LiveListMixin, model_label
from reflex_django.state.base import ActionContext
from reflex_django.state.constants import ACTION_LOAD_LIST

from frontend.live.feed import Follower, Key, follow, try_again
from frontend.live.shared_reads import key_of
from frontend.threads.database import database_thread
from inventory.sessions import SessionStore

NOT_IN_A_VIEW = (
    *("apply_search", "get_scoped_queryset", "paginate_queryset"),
    *("get_queryset_count", "get_serializer"),
)


class LivePage:
    """What a handler needs that outlives the event which started it."""

    def _follow(self, label: str) -> AbstractContextManager[Follower]:
        """Hear what is announced under this name; for the user of this event."""
        user, session = require_login_user(), current_session()
        assert isinstance(session, SessionStore)  # nobody is signed in without one
        return follow(label, self.router.session.client_token, session, user.pk)

    async def _require_same_user(self, page: Follower | None = None) -> None:
        """Ask the session again: this task may be hours older than its sign-out.

        For a page that follows changes, one question serves all that do.
        """
        if page is None:
            since_page_load = self.request.session
            request = HttpRequest()
            request.session = type(since_page_load)(since_page_load.session_key)
            holds = (await aget_user(request)).is_authenticated
        else:
            holds = (await page.feed.users()).get(page.session_key) == page.user_id
        if not holds:
            self.reset()
            raise ReflexDjangoAuthError("The session of a live page has ended.")


class LiveList(LivePage, LiveListMixin):
    """Keeps the list of a ``ModelState`` current while its page is open.

    A change that would shift the rows under the reader (an insert or a delete on
    an earlier page) is only counted, in ``waiting_changes``; ``refresh`` shows it.
    """

    waiting_changes: int  # declared by the state: a mixin's variables are not

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse hooks that change what a page is given, but not its ``_view``."""
        super().__init_subclass__(**kwargs)
        for name in NOT_IN_A_VIEW:
            hook = getattr(cls, name, None)  # a mixin has none yet
            if hook and not hook.__module__.startswith("reflex_django."):
                raise TypeError(
                    f"{cls.__name__}.{name} would be asked for one of many pages "
                    "only. Narrow rows down in get_queryset or filter_queryset."
                )

    async def load_list(self, ctx: ActionContext) -> None:
        """Read the open page; nothing waits after that."""
        await super().load_list(ctx)
        self.waiting_changes = 0

    async def dispatch(self, action: str, **kwargs: Any) -> None:
        """Have a list that could not be loaded read again soon, whoever asked."""
        await super().dispatch(action, **kwargs)
        options, session = self.get_options(), current_session()
        if action == ACTION_LOAD_LIST and session and getattr(self, options.error_var):
            try_again(model_label(options.model), session.session_key or "")

    def _keep_search(self, text: str) -> None:
        """Search for this when the list is loaded next."""
        setattr(self, self.get_options().search_var, text)
        self.reset_page()

    @rx.event(background=True)
    async def live_subscribe(self):
        """Load the list, then follow its changes until the page is left.

        Subscribing comes before loading: no change falls between the two. A user
        who has signed out meanwhile raises ``ReflexDjangoAuthError``.
        """
        with self._follow(model_label(self.get_options().model)) as page:
            async with self, database_thread():
                complete = await self._load_anew()
            while True:
                changed = await page.changes()
                async with self:
                    try:
                        await self._require_same_user(page)
                        if complete:
                            # Not the proxy: each look through it costs.
                            await unwrap_state_proxy(self)._show(changed, page)
                        else:
                            async with database_thread():
                                complete = await self._load_anew()
                    except (DatabaseError, InvalidOperation) as error:
                        context = self.build_context(ACTION_LOAD_LIST)
                        self.handle_exception(context, error)
                        page.try_again()

    async def _load_anew(self) -> bool:
        """Load all that the page shows; tell whether that worked."""
        # Not the proxy: upstream's dispatch sets attributes of the object.
        await unwrap_state_proxy(self).dispatch(ACTION_LOAD_LIST)
        return not getattr(self, self.get_options().error_var)

    async def _show(self, changed: set[Key], page: Follower) -> None:
        """Read the open page again, and show it unless it only shifted."""
        options = self.get_options()
        before, number = getattr(self, options.list_var), self.get_page()
        after = await self._read(page)
        ids_after, shifted = [row["id"] for row in after], False
        # A change in bulk names no row: any of those shown may be meant.
        if changed.isdisjoint({*ids_after, None}):
            ids_before = [row["id"] for row in before]
            shifted = changed.isdisjoint(ids_before) and ids_before != ids_after
        if shifted and self.get_page() == number:  # unless that page is gone
            self.waiting_changes += len(changed)
        else:
            setattr(self, options.list_var, after)
            self.waiting_changes = 0
        setattr(self, options.error_var, "")

    async def _read(self, page: Follower) -> list[dict[str, Any]]:
        """Give the rows of the open page, and note how many there are in all."""
        while True:
            number = self.get_page()
            total, shown = await page.feed.reads.get(self._view(), self._begin_to_read)
            if total != getattr(self, self.get_options().total_count_var):
                self.update_pagination_meta(total)
            if self.get_page() == number:  # else it is gone: read the last one
                return [dict(row) for row in shown]

    def _view(self) -> Hashable:
        """Tell views apart: pages of equal ones show the same rows.

        Of the query, this is what differs between pages. To write the whole query for
        each of them would take as long as to send its rows.
        """
        allowed = key_of(self.filter_queryset(self.get_queryset()))
        shown = self.get_search_query(), tuple(self.get_ordering())
        return type(self), allowed, shown, self.get_page(), self.get_page_size()

    def _begin_to_read(self) -> Awaitable[tuple[int, list[dict[str, Any]]]]:
        found = self.get_scoped_queryset()
        return self._count_and_read(found, self.paginate_queryset(found))

    async def _count_and_read(
        self, found: QuerySet[Any], rows: QuerySet[Any]
    ) -> tuple[int, list[dict[str, Any]]]:
        total = await self.get_queryset_count(found)
        return total, await self.get_serializer(rows, many=True).adata()
