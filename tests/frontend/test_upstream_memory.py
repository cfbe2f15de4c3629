"""What ``frontend/upstream_memory.py`` lets go of connections, on engineio's server.

Where a test ``..._still_...`` fails, upstream has mended it too, and the function can
go.
"""

import asyncio
from inspect import getclosurevars
from weakref import ref

import engineio
import pytest
from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket

from tests.frontend.unmended import unmended

SCOPE = {
    "type": "websocket",
    "path": "/engine.io/",
    "query_string": b"EIO=4&transport=websocket",
    "headers": [(b"connection", b"Upgrade"), (b"upgrade", b"websocket")],
}


class Browser:
    """The other end of one connection."""

    def __init__(self):
        self.messages = asyncio.Queue()
        self.sent = asyncio.Queue()

    async def receive(self):
        return await self.messages.get()

    async def send(self, message):
        await self.sent.put(message)

    async def sees(self, text):
        async with asyncio.timeout(5):
            while text not in str(await self.sent.get()):
                pass


class Answer(str):
    """A text that tells when nobody has it any more."""


@pytest.fixture
def server():
    server = engineio.AsyncServer(async_mode="asgi", monitor_clients=False)
    server.came = []
    server.on("connect", lambda sid, environ: server.came.append(sid))
    return server


@pytest.fixture
def connect(server):
    """Have a browser connect; gives it, and what serves it until it leaves."""

    async def connect():
        browser = Browser()
        await browser.messages.put({"type": "websocket.connect"})
        app = engineio.ASGIApp(server)
        served = asyncio.create_task(app(SCOPE, browser.receive, browser.send))
        await browser.sees("pingInterval")
        return browser, served

    return connect


# end_without_an_exception, read_no_body_of_a_socket


@pytest.fixture
def is_let_go(connect, _no_garbage_collection):
    """Connect and leave; tell whether nothing is left without a look for garbage."""

    async def is_let_go():
        browser, served = await connect()
        await browser.messages.put({"type": "websocket.disconnect"})
        await served
        left = ref(browser)
        del browser, served
        await asyncio.sleep(0)
        return left() is None

    return is_let_go


async def test_connection_that_ends_is_let_go(is_let_go):
    assert await is_let_go()


@pytest.mark.parametrize("name", ["websocket", "translate_request"])
async def test_engineio_still_keeps_it(name, server, is_let_go):
    still = unmended(asgi.__name__)
    server._async = {**asgi._async, name: still._async[name]}
    assert not await is_let_go()


# forget_what_was_sent


@pytest.fixture
def keeps_what_was_sent(server, connect):
    """Send an answer, and tell whether anybody still has it once it is written."""

    async def keeps():
        browser, served = await connect()
        answer = Answer("an answer")
        left = ref(answer)
        await server.send(server.came[0], answer)
        del answer
        await browser.sees("an answer")
        await asyncio.sleep(0)  # the writer waits for the next one
        kept = left() is not None
        await browser.messages.put({"type": "websocket.disconnect"})
        await served
        return kept

    return keeps


async def test_what_was_sent_is_forgotten(keeps_what_was_sent):
    assert not await keeps_what_was_sent()


async def test_engineio_still_keeps_what_was_sent(keeps_what_was_sent, monkeypatch):
    poll = getclosurevars(AsyncSocket.poll).nonlocals["poll"]
    monkeypatch.setattr(AsyncSocket, "poll", poll)
    assert await keeps_what_was_sent()


async def test_packet_for_many_reaches_each(server, connect):
    """One packet may be in several queues: only copies of it are emptied."""
    pairs = [await connect() for _ in range(3)]
    packet = engineio.packet.Packet(engineio.packet.MESSAGE, data="for all")
    for sid in server.came:
        await server.send_packet(sid, packet)
        await asyncio.sleep(0)
    for browser, served in pairs:
        await browser.sees("for all")
        await browser.messages.put({"type": "websocket.disconnect"})
        await served


# wait_for_nobody_who_has_left


@pytest.fixture
def is_waited_for(connect):
    """Connect and leave; tell whether somebody still waits for the next ping."""

    async def is_waited_for():
        browser, served = await connect()
        assert pings()
        await browser.messages.put({"type": "websocket.disconnect"})
        await served
        await asyncio.sleep(0)
        return bool(pings())

    def pings():
        names = map(str, asyncio.all_tasks())
        return [name for name in names if "send_" in name and "ping" in name]

    return is_waited_for


async def test_who_has_left_is_not_waited_for(is_waited_for):
    assert not await is_waited_for()


async def test_engineio_still_waits(is_waited_for, monkeypatch):
    mended = AsyncSocket._send_ping, AsyncSocket.close
    send_ping, close = (
        getclosurevars(each).nonlocals[name]
        for each, name in zip(mended, ("send_ping", "close"), strict=True)
    )
    monkeypatch.setattr(AsyncSocket, "_send_ping", send_ping)
    monkeypatch.setattr(AsyncSocket, "close", close)
    assert await is_waited_for()


async def test_who_answers_pings_is_pinged(server, connect):
    server.ping_interval = 0.01
    browser, served = await connect()
    for _ in range(3):
        await browser.sees("'text': '2'")
        await browser.messages.put({"type": "websocket.receive", "text": "3"})
    await browser.messages.put({"type": "websocket.disconnect"})
    await served
