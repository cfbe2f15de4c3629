"""What the benchmark's tab makes of a server that hangs up."""

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.benchmarks.tab import HEAD, Tab

LIST = HEAD + '["event", {"delta": {"s": {"products_rx_state_":[{}]}}}]'


async def hang_up_at_the_first_event(request):
    """Open like Reflex, answer with a list, and end the connection after an event."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_str("0{}")
    await socket.receive()
    await socket.send_str(LIST)
    await socket.receive()
    return socket


async def test_answer_that_cannot_come_any_more_is_not_waited_for():
    app = web.Application()
    app.router.add_get("/_event/", hang_up_at_the_first_event)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        tab = Tab(http, str(server.make_url("")).rstrip("/"), "session", "/")
        await tab.open()
        assert tab.variables() == {"products": [{}]}
        with pytest.raises(ConnectionResetError):
            await tab.send("state.next_page")
        await tab.close()
