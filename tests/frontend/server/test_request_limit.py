"""Few of Django's requests run at once; the others wait, or are told to come again."""

import asyncio

import pytest

from frontend.server import request_limit
from frontend.server.request_limit import MESSAGE, limit_requests
from tests.waiting import until


class Server:
    """An application whose requests last until they are let go."""

    def __init__(self):
        self.running = self.most = 0
        self.go = asyncio.Event()
        self.served = limit_requests(self.app, ["/auth"])

    async def app(self, _scope, receive, send):
        while (message := await receive()).get("more_body"):
            pass
        if message["type"] == "http.disconnect":
            return
        self.running += 1
        self.most = max(self.most, self.running)
        await self.go.wait()
        self.running -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    async def ask(self, path="/auth/sign-up/", *, ends=None):
        """Give an answer's status and body; the body's end may come later."""
        answers = []
        pieces = [{"type": "http.request", "body": b"x", "more_body": True}]

        async def receive():
            if pieces:
                return pieces.pop()
            if ends:
                await ends.wait()
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            answers.append(message)

        await self.served({"type": "http", "path": path}, receive, send)
        start, body = answers
        return start["status"], body["body"].decode()


@pytest.fixture
def few(monkeypatch):
    """Two at once, three that wait, and nobody for long."""
    monkeypatch.setattr(request_limit, "AT_ONCE", 2)
    monkeypatch.setattr(request_limit, "MOST_WAITING", 3)
    return monkeypatch


@pytest.mark.usefixtures("few")
async def test_all_are_served_few_at_once():
    server = Server()
    asked = [asyncio.create_task(server.ask()) for _ in range(5)]
    await until(lambda: server.running == 2)
    server.go.set()
    assert await asyncio.gather(*asked) == [(200, "done")] * 5
    assert server.most == 2


@pytest.mark.usefixtures("few")
async def test_who_comes_behind_too_many_is_told_so_at_once():
    server = Server()
    asked = [asyncio.create_task(server.ask()) for _ in range(5)]
    await until(lambda: server.running == 2)
    status, body = await server.ask()
    assert (status, MESSAGE in body) == (503, True)
    server.go.set()
    assert await asyncio.gather(*asked) == [(200, "done")] * 5


async def test_who_waits_too_long_is_told_so_and_takes_no_place(few):
    server = Server()
    asked = [asyncio.create_task(server.ask()) for _ in range(2)]
    await until(lambda: server.running == 2)
    with few.context() as now:
        now.setattr(request_limit, "PATIENCE", 0)
        assert (await server.ask())[0] == 503
    server.go.set()
    await asyncio.gather(*asked)
    assert await asyncio.gather(server.ask(), server.ask()) == [(200, "done")] * 2


@pytest.mark.usefixtures("few")
async def test_places_of_those_who_fail_are_given_back():
    async def failing(_scope, receive, _send):
        await receive()
        raise ConnectionError

    server = Server()
    server.go.set()
    server.app, works = failing, server.app
    server.served = limit_requests(lambda *each: server.app(*each), ["/auth"])
    for _ in range(3):
        with pytest.raises(ConnectionError):
            await server.ask()
    server.app = works
    assert await server.ask() == (200, "done")


@pytest.mark.usefixtures("few")
async def test_who_sends_slowly_holds_nobody_up():
    server, ends = Server(), asyncio.Event()
    server.go.set()
    slow = [asyncio.create_task(server.ask(ends=ends)) for _ in range(4)]
    assert await server.ask() == (200, "done")
    ends.set()
    await asyncio.gather(*slow)


@pytest.mark.usefixtures("few")
async def test_pages_wait_for_nobody():
    server = Server()
    asked = [asyncio.create_task(server.ask()) for _ in range(2)]
    await until(lambda: server.running == 2)
    page = asyncio.create_task(server.ask("/authors"))
    await until(lambda: server.running == 3)
    server.go.set()
    await asyncio.gather(page, *asked)
