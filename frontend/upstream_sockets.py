"""What the pinned libraries keep of connections, let go by one function each.

None of it is lost, all of it waits for Python to look for unreachable objects: with
each tab that leaves, two hundred of them, and the frames that they were used in.

What upstream.py says of its functions holds for these, too.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket


def let_connections_go() -> None:
    """Let go of connections; before the first one comes."""
    end_without_an_exception()
    read_no_body_of_a_socket()
    forget_what_was_sent()


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
    """Take the way to a body from a connection that has none.

    engineio makes a class for each, which refers to itself, as classes do. Its method
    would keep uvicorn's side of the connection.
    """
    translate_request = asgi._async["translate_request"]

    async def translate_without_body(
        scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]
    ) -> dict[str, Any]:
        environ = await translate_request(scope, receive, send)
        if scope["type"] == "websocket":
            del type(environ["wsgi.input"]).read
        return environ

    asgi._async["translate_request"] = translate_without_body


def forget_what_was_sent() -> None:
    """Keep no copy of the last answer, nor another one as it went over the wire.

    engineio's writer has both at hand until it has the next one to write.
    """
    poll = AsyncSocket.poll

    async def poll_copies(self: AsyncSocket) -> list[Any]:
        for packet in self.__dict__.pop("written", ()):
            packet.data = packet.encode_cache = None
        packets = [copy(packet) for packet in await poll(self)]
        self.__dict__["written"] = packets
        return packets

    AsyncSocket.poll = poll_copies
