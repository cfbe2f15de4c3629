"""The end of a connection: ``hang_up_after_saying_so`` in ``frontend/upstream.py``.

Where a test ``..._still_...`` fails, upstream has mended it too, and the function can
go.
"""

import asyncio

import engineio
from engineio import packet
from engineio.async_socket import AsyncSocket

from tests.frontend.unmended import unmended


class Browser:
    """The far end of a WebSocket: it hears what is said, and never hangs up."""

    def __init__(self):
        self.heard, self.is_closed = [], False

    async def wait(self):
        await asyncio.Future()

    async def send(self, packet):
        self.heard.append(packet)

    async def close(self):
        self.is_closed = True


async def is_hung_up_on(socket_type):
    """Tell whether the server closes the connection of a browser it disconnects."""
    server, browser = engineio.AsyncServer(async_mode="asgi"), Browser()
    server.sockets["page"] = socket_type(server, "page")
    serving = asyncio.create_task(server.sockets["page"]._websocket_handler(browser))
    await asyncio.sleep(0)
    await server.disconnect("page")
    for _ in range(10):  # for its writer, which has nothing else to do
        await asyncio.sleep(0)
    assert browser.heard == [str(packet.CLOSE)]
    found = browser.is_closed
    serving.cancel()
    await asyncio.wait({serving})
    return found


async def test_who_is_disconnected_is_hung_up_on():
    assert await is_hung_up_on(AsyncSocket)


async def test_engineio_still_waits_for_the_page_to_hang_up():
    theirs = unmended(AsyncSocket.__module__)
    assert not await is_hung_up_on(theirs.AsyncSocket)
