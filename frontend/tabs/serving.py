"""Which tabs a process serves, and that it lets go of those that have left."""

import asyncio
import logging
from contextvars import Context
from functools import partial
from typing import Any

from reflex.app import App, EventNamespace
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState
from reflex.utils.token_manager import SocketRecord

from frontend.live import feed
from frontend.states.navbar import NavbarState
from frontend.tabs.in_redis import TabsInRedis
from frontend.tabs.manager import Tabs
from frontend.tabs.on_disk import TabsOnDisk
from frontend.tabs.redis_store import TabStore
from inventory.engines import redis_databases

logger = logging.getLogger(__name__)

AT_ONCE = 25  # pages that are told: an event that takes long keeps one waiting, not all

_telling: set[asyncio.Task[None]] = set()  # else nothing would refer to them


def serve_tabs(app: App, redis_url: str, lifetime: int) -> None:
    """Have the app keep its tabs so; ``lifetime`` is in seconds since the last event.

    Before the app serves its first event.
    """
    if redis_url:
        manager = TabsInRedis(token_expiration=lifetime)
        manager.store = TabStore(
            redis_databases(redis_url).state, lifetime, manager.on_change
        )
    else:
        manager = TabsOnDisk(token_expiration=lifetime)

    def is_wanted(ident: str) -> bool:
        return ident in _connected(app) or manager.is_degraded

    manager.is_wanted = is_wanted
    manager.is_kept = _is_somebodys
    manager.send_away = lambda ident: _disconnect(app, ident)
    manager.tell_pages = partial(_begin_to_tell, app)
    app._state_manager = manager
    feed.is_connected = lambda tab: tab in _connected(app)
    forget_closed_tabs()


def _is_somebodys(root: BaseState) -> bool:
    """Tell whether somebody has signed in to a tab."""
    navbar: Any = root.get_substate(NavbarState.get_full_name().split("."))
    return navbar._filled_for is not None


def is_degraded(app: App) -> bool:
    """Tell whether tabs cannot be written down now, and would not survive a restart."""
    manager = app.state_manager
    return isinstance(manager, Tabs) and manager.is_degraded


def _begin_to_tell(app: App) -> None:
    # An empty context: it belongs to no tab's event.
    telling = asyncio.create_task(_tell_pages(app), context=Context())
    _telling.add(telling)
    telling.add_done_callback(_telling.discard)


async def _tell_pages(app: App) -> None:
    """Have each page say so, or no longer, also where nobody does anything just now."""
    at_once = asyncio.Semaphore(AT_ONCE)

    async def tell(ident: str) -> None:
        async with at_once:
            if ident not in _connected(app):  # it has left, perhaps for elsewhere
                return
            token = BaseStateToken(ident=ident, cls=NavbarState)
            async with app.modify_state(token) as state:
                navbar = await state.get_state(NavbarState)
                navbar.degraded = is_degraded(app)

    telling = map(tell, list(_connected(app)))
    for failed in await asyncio.gather(*telling, return_exceptions=True):
        if failed:
            logger.error("A page could not be told", exc_info=failed)


def forget_closed_tabs() -> None:
    """Let go of a tab that has left, when its socket closes."""
    on_disconnect = EventNamespace.on_disconnect

    def and_forget(self: Any, sid: str) -> asyncio.Task | None:
        ident = self.sid_to_token.get(sid)
        if ident:
            feed.leave(ident)
        closing = on_disconnect(self, sid)
        manager = self.app.state_manager
        if closing is None or not isinstance(manager, Tabs):
            return closing

        async def forget() -> None:
            await closing
            await manager.forget(ident)

        return asyncio.create_task(forget(), name=f"forget {ident}")

    EventNamespace.on_disconnect = and_forget


async def _disconnect(app: App, ident: str) -> None:
    """Close the socket of a tab, so that its page connects anew."""
    sockets, server = app.event_namespace, app.sio
    if sockets and server and (socket := _connected(app).get(ident)):
        connection = server.manager.eio_sid_from_sid(socket.sid, sockets.namespace)
        if connection:  # without a name, engineio would close those of all tabs
            await server.eio.disconnect(connection)


def _connected(app: App) -> dict[str, SocketRecord]:
    """Give the socket of each tab; ``token_to_sid`` would copy all of them."""
    assert app.event_namespace is not None
    return app.event_namespace._token_manager.token_to_socket
