"""Has a page try again what failed while the database was away.

Live pages try again by themselves, once they have begun. What a page does when it
opens, or when its user asks for something, nobody would try again: the page connects
anew, and loads. A search is asked for again: its text still stands in the box.
"""

import asyncio
from contextvars import Context
from functools import partial
from random import uniform
from typing import Any

from django.db import InterfaceError, OperationalError
from reflex.app import App
from reflex.state import BaseState
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_django.bridge.event import DjangoEventBridge

from frontend.carriage import home_loop
from frontend.tab_states import Tabs

WAIT = 1, 3  # seconds: not all tabs at the same moment
# What a server says that stops, has crashed, or is about to answer; one that is away
# says nothing. All else it says of the question: that would not be better later.
NOT_THERE = ("57P01", "57P02", "57P03")
SEARCH = "set_search_query"

_waiting: dict[str, asyncio.Task[None]] = {}
_searches: dict[str, Event] = {}  # the latest of each tab, if it has failed


class PatientBridge(DjangoEventBridge):
    """Looks at the user of each event, and keeps a search that already fails there."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> Any:
        """Forget an older search, and that of a page which was left meanwhile."""
        tab = state.router.session.client_token
        is_search = event.name.rpartition(".")[2] == SEARCH
        if (kept := _searches.get(tab)) and (is_search or _path(event) != _path(kept)):
            del _searches[tab]
        try:
            return await super().preprocess(app, state, event)
        except (OperationalError, InterfaceError) as error:
            if is_search and _is_away(error):
                _searches[tab] = event
            raise


def load_again_soon(error: Exception) -> None:
    """Have the page of this event connect anew if the database is away.

    It loads then; if that fails, too, this is called again.
    """
    event = EventContext.get()
    if _is_away(error) and isinstance(event.state_manager, Tabs):
        begin = partial(_begin_to_wait, event)
        home_loop().call_soon_threadsafe(begin, context=Context())


def _is_away(error: Exception) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    said = getattr(error.__cause__, "sqlstate", None)
    return said is None or said in NOT_THERE


def _path(event: Event) -> str:
    return event.router_data.get("pathname", "")


def _begin_to_wait(failed: EventContext) -> None:
    if failed.token not in _waiting:
        _waiting[failed.token] = asyncio.create_task(_try_again(failed))


async def _try_again(failed: EventContext) -> None:
    tab, tabs = failed.token, failed.state_manager
    assert isinstance(tabs, Tabs)
    try:
        while True:
            await asyncio.sleep(uniform(*WAIT))
            if search := _searches.pop(tab, None):
                await asyncio.wait(await failed.enqueue_impl(tab, search))
            await tabs.send_away(tab)
            if tab not in _searches:  # else it has failed once more
                break
    finally:
        del _waiting[tab]
