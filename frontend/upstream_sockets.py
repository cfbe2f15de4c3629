"""Defects of the pinned libraries where a socket's messages come in.

What upstream.py says of its functions holds for these, too.
"""

import logging
from typing import Any

from reflex.app import App, EventNamespace
from reflex_base.registry import RegistrationContext

from frontend.events.payloads import is_formed_like_an_event

logger = logging.getLogger(__name__)

MOST_WAITING = 300  # events of one tab: twice as many as events/limit.py allows
PACKETS = ("0", "1", "2")  # connect, disconnect and event, as Socket.IO writes them
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


def mend_sockets(app: App) -> None:
    """Mend what concerns sockets; once the app is made."""
    refuse_unreadable_packets(app.sio)
    keep_connecting_off_the_wire()
    refuse_unknown_events()


def refuse_unreadable_packets(server: Any) -> None:
    """Hang up on who sends what no page does, with one line in the log.

    python-socketio writes two tracebacks for each, and collects the binary parts of a
    message in memory, however many there are.
    """
    handle = server.eio.handlers["message"]

    async def handle_readable(eio_sid: str, data: Any) -> None:
        try:
            if not isinstance(data, str) or not data.startswith(PACKETS):
                raise ValueError(f"no packet: {data[:20]!r}")
            await handle(eio_sid, data)
        except UNREADABLE as error:
            logger.warning("A socket sent what cannot be read: %.200r", error)
            await server.eio.disconnect(eio_sid)

    server.eio.handlers["message"] = handle_readable


def refuse_unknown_events() -> None:
    """Drop what names no handler, or is no event at all, with one line in the log.

    Reflex writes all of it there, with a traceback and the sender's session cookie. And
    it lets any number of a tab's events wait, and goes on with them when it has left.
    """
    on_event = EventNamespace.on_event

    async def on_known_event(self: Any, sid: str, data: Any) -> None:
        known = RegistrationContext.get().event_handlers
        queues = self.app.event_processor._token_queues
        if len(queues.get(self.sid_to_token.get(sid), ())) >= MOST_WAITING:
            return  # a flood: what it brings is not looked at
        if is_formed_like_an_event(data) and data["name"] in known:
            await on_event(self, sid, data)
        else:
            name = data.get("name") if isinstance(data, dict) else None
            logger.warning("What is no event was refused: %.200r", name)

    EventNamespace.on_event = on_known_event


def keep_connecting_off_the_wire() -> None:
    """Let a socket send what pages send, and drop all else without a word.

    python-socketio takes a message that is named ``connect`` or ``disconnect`` for its
    own announcement of it: one socket could open any number of tabs, which nobody
    closes, or leave and go on sending.
    """
    from socketio import AsyncServer

    handle_event = AsyncServer._handle_event

    async def handle_pages_event(
        self: Any, eio_sid: str, namespace: str, id: Any, data: Any
    ) -> None:
        match data:
            case ["event", _] | ["ping"] | ["client_error", _]:
                await handle_event(self, eio_sid, namespace, id, data)

    AsyncServer._handle_event = handle_pages_event
