"""No request is handed on with more than the largest file in it."""

import pytest

from frontend.server import body_limit
from frontend.server.body_limit import limit_bodies

pytestmark = pytest.mark.usefixtures("_ten_bytes")


@pytest.fixture
def _ten_bytes(monkeypatch):
    monkeypatch.setattr(body_limit, "MOST_BYTES", 10)


async def received(pieces, *headers):
    """Send a body in pieces; give what the application got, and what it answered."""
    got, answers = [], []

    async def app(_scope, receive, _send):
        while (message := await receive())["type"] == "http.request":
            got.append(message["body"])
            if not message["more_body"]:
                return

    async def receive():
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message):
        answers.append(message)

    await limit_bodies(app)({"type": "http", "headers": headers}, receive, send)
    return got, answers


async def test_small_body_passes_unchanged():
    assert await received([b"12345", b"67890"]) == ([b"12345", b"67890"], [])


async def test_body_that_is_declared_too_long_is_refused_unread():
    got, (start, body) = await received([b"x" * 11], (b"content-length", b"11"))
    assert (got, start["status"]) == ([], 413)
    assert body_limit.MESSAGE in body["body"].decode()


async def test_body_of_undeclared_length_is_cut_off():
    assert await received([b"123456", b"789012", b"3"]) == ([b"123456"], [])
