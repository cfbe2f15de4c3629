"""What the pinned libraries keep for longer than needed, each let go by one function.

Some is there until the next event or ping, or as long as its tab. The rest waits for
Python to look for what nobody can reach, which stops every tab: two hundred objects of
each tab that leaves, with the frames that used them, and of each event its request.

What upstream.py says of its functions holds for these, too.
"""

import asyncio
from collections.abc import Callable
from copy import copy
from functools import partial, wraps
from io import BytesIO
from typing import Any
from weakref import WeakKeyDictionary

from django.core.handlers.asgi import ASGIRequest
from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket
from reflex.state import BaseState
from reflex_base.event.processor.event_processor import EventProcessor
from reflex_base.event.processor.future import EventFuture
from reflex_django.bridge import context
from reflex_django.bridge.event import preprocess
from reflex_django.state import request_binding
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SETS = ("dirty_vars", "dirty_substates")


def save_memory() -> None:
    """Let go of what can be let go; before the first connection."""
    end_without_an_exception()
    read_no_body_of_a_socket()
    forget_what_was_sent()
    wait_for_nobody_who_has_left()
    let_the_request_go()
    bind_requests_without_a_way_back()
    part_futures_that_are_done()
    forget_the_handshake()
    make_sets_when_asked_for()


def end_without_an_exception() -> None:
    """Say that a connection has ended without raising anything.

    engineio's handler keeps the task that failed, whose exception keeps the frames
    that it passed, and so the handler: a ring of all that a connection has.
    """
    wait = asgi.WebSocket.wait

    async def wait_or_end(self: asgi.WebSocket) -> str | bytes | None:
        try:
            return await wait(self)
        except OSError:
            return None  # the handler knows that, too

    asgi.WebSocket.wait = wait_or_end


def read_no_body_of_a_socket() -> None:
    """Describe a connection as Django does, without a way to a body: it has none.

    engineio makes a class for that, anew each time. It refers to itself, as classes
    do, and to uvicorn's side of the connection.
    """
    translate_request = asgi._async["translate_request"]

    async def translate_without_body(scope: Any, receive: Any, send: Any) -> Any:
        if scope["type"] != "websocket":
            return await translate_request(scope, receive, send)
        await receive()  # "websocket.connect", which says nothing more
        meta = ASGIRequest({**scope, "method": "GET"}, BytesIO()).META
        passed = {"asgi.receive": receive, "asgi.send": send, "asgi.scope": scope}
        return {**meta, "wsgi.url_scheme": "http", **passed}

    asgi._async["translate_request"] = translate_without_body


def forget_what_was_sent() -> None:
    """Keep no copy of the last answer, nor another one as it went over the wire.

    engineio's writer has both at hand until it has the next one to write.
    """
    poll = AsyncSocket.poll
    written: WeakKeyDictionary[AsyncSocket, list[Any]] = WeakKeyDictionary()

    async def poll_copies(self: AsyncSocket) -> list[Any]:
        for packet in written.pop(self, ()):
            packet.data = packet.encode_cache = None
        packets = written[self] = [copy(packet) for packet in await poll(self)]
        return packets

    AsyncSocket.poll = poll_copies


def wait_for_nobody_who_has_left() -> None:
    """End the wait for the next ping when a connection ends.

    engineio notices 25 seconds later, and keeps what belongs to the connection.
    """
    send_ping, close = AsyncSocket._send_ping, AsyncSocket.close
    waiting: WeakKeyDictionary[AsyncSocket, Any] = WeakKeyDictionary()

    async def send_next_ping(self: AsyncSocket) -> None:
        waiting[self] = asyncio.current_task()
        await send_ping(self)

    async def close_at_once(self: AsyncSocket, *args: Any, **kwargs: Any) -> None:
        await close(self, *args, **kwargs)
        task = waiting.pop(self, None)
        if task and task is not asyncio.current_task():
            task.cancel()

    AsyncSocket._send_ping, AsyncSocket.close = send_next_ping, close_at_once


def let_the_request_go() -> None:
    """Keep the request of an event no longer than the event.

    reflex-django hangs it on the states that the event goes through, together with
    user, session and response: an idle page held four of each. ``self.request`` finds
    it without that, in the context of the task that serves the event.
    """
    request_binding.bind_request_on_state = lambda *args, **kwargs: None


def bind_requests_without_a_way_back() -> None:
    """Keep no token of what was bound before: it holds the context that holds it.

    reflex-django binds nothing inside of something else, and ends each event's request
    before it binds the next.
    """
    for kind in ("request", "response"):
        variable = getattr(context, f"_{kind}_var")
        for module in (context, preprocess):
            setattr(module, f"begin_event_{kind}", variable.set)
            setattr(module, f"end_event_{kind}", partial(variable.set, None))


def part_futures_that_are_done() -> None:
    """Let an event that another one led to forget that one, once all are done.

    Reflex has both know each other, so that they can be waited for or cancelled.
    """
    try_clean_future = EventProcessor._try_clean_future

    def clean_and_part(self: EventProcessor, future: EventFuture) -> None:
        try_clean_future(self, future)
        led_here: EventFuture | None = future
        while led_here and led_here.txid not in self._futures and led_here.all_done():
            for child in led_here.children:
                child.parent = None
            led_here = led_here.parent

    EventProcessor._try_clean_future = clean_and_part


def forget_the_handshake() -> None:
    """Keep neither the request that opened a connection nor the answer to it.

    uvicorn has them, with a copy of each header, for as long as the connection.
    """
    start_keepalive = WebSocketsSansIOProtocol.start_keepalive

    def start_without_it(self: WebSocketsSansIOProtocol) -> None:
        del self.request, self.response
        start_keepalive(self)

    WebSocketsSansIOProtocol.start_keepalive = start_without_it


def make_sets_when_asked_for() -> None:
    """Let a state be without the sets of what has changed while nothing has.

    Reflex gives each state of a tab two, of 216 bytes, and looks at all to open a page.
    """

    def and_drop(act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def act_and_drop(self: BaseState, *args: Any, **kwargs: Any) -> Any:
            result = act(self, *args, **kwargs)
            for name in SETS:
                if not getattr(self, name):
                    object.__delattr__(self, name)
            return result

        return act_and_drop

    def make_set(self: BaseState, name: str) -> set[str]:
        if name not in SETS:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        object.__setattr__(self, name, made := set())
        return made

    for name in ("_init_bookkeeping", "_clean", "dict"):
        setattr(BaseState, name, and_drop(getattr(BaseState, name)))
    BaseState.__getattr__ = make_set  # pyright: ignore[reportAttributeAccessIssue]
