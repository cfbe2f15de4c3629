"""Has a page loaded again that was to show something while the database was away.

Live pages try again by themselves, once they have begun. What a page does when it
opens, or when its user asks for something, nobody would try again.
"""

import asyncio
from contextvars import Context
from functools import partial
from random import uniform

from django.db import InterfaceError, OperationalError
from reflex_base.event.context import EventContext

from frontend.tabs.manager import Tabs
from frontend.threads.work_item import home_loop

WAIT = 1, 3  # seconds: not all tabs at the same moment
# What a server says that stops, has crashed, or is about to answer; one that is away
# says nothing. All else it says of the question: that would not be better later.
NOT_THERE = ("57P01", "57P02", "57P03")

_waiting: dict[str, asyncio.Task[None]] = {}


def load_again_soon(error: Exception) -> None:
    """Have the page of this event connect anew if the database is away.

    It loads then; if that fails, too, this is called again.
    """
    event = EventContext.get()
    if is_away(error) and isinstance(event.state_manager, Tabs):
        begin = partial(_begin_to_wait, event.state_manager, event.token)
        home_loop().call_soon_threadsafe(begin, context=Context())


def is_away(error: Exception) -> bool:
    """Tell whether a query failed because the database is not there just now."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    said = getattr(error.__cause__, "sqlstate", None)
    return said is None or said in NOT_THERE


def _begin_to_wait(tabs: Tabs, tab: str) -> None:
    if tab not in _waiting:
        _waiting[tab] = asyncio.create_task(_send_away(tabs, tab))


async def _send_away(tabs: Tabs, tab: str) -> None:
    try:
        await asyncio.sleep(uniform(*WAIT))
        await tabs.send_away(tab)
    finally:
        del _waiting[tab]
