"""Django's web security on what Reflex answers, here on a stand-in for Reflex."""

import base64
import hashlib

import httpx
import pytest

from frontend.server import web_security
from frontend.server.web_security import (
    from_own_page,
    inline_script_hashes,
    only_from_own_pages,
    secure_answers,
)

SCRIPT = "console.log('compiled')"
DIGEST = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()


async def reflex(scope, receive, send):
    """Answer like Reflex: any path, any method, with headers of its own."""
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"own", b"1")]}
    )
    await send({"type": "http.response.body", "body": b"a page"})


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Ask the secured stand-in; its compiled page holds one inline script."""
    pages = tmp_path / "build" / "client"
    pages.mkdir(parents=True)
    pages.joinpath("index.html").write_text(
        f"<script>{SCRIPT}</script><script type='module' src='/x.js'></script>"
    )
    monkeypatch.setattr(web_security, "get_web_dir", lambda: tmp_path)

    async def ask(address):
        transport = httpx.ASGITransport(secure_answers(reflex))
        async with httpx.AsyncClient(transport=transport) as http:
            return await http.get(address)

    return ask


def test_inline_scripts_are_named_by_their_hash(tmp_path):
    page = f"<script>{SCRIPT}</script><script src='/x.js'></script>"
    tmp_path.joinpath("a.html").write_text(page)
    tmp_path.joinpath("b.html").write_text(page)
    assert inline_script_hashes(tmp_path) == [f"'sha256-{DIGEST}'"]


async def test_answer_carries_the_headers_of_django(ask):
    answer = await ask("http://localhost/inventory")
    assert (answer.status_code, answer.text) == (200, "a page")
    assert answer.headers["own"] == "1"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert f"'sha256-{DIGEST}'" in answer.headers["Content-Security-Policy"]


async def test_plain_http_is_redirected_where_django_says_so(ask, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = await ask("http://localhost/inventory")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://localhost/inventory"
    settings.SECURE_HSTS_SECONDS = 60
    answer = await ask("https://localhost/inventory")
    assert answer.headers["Strict-Transport-Security"] == "max-age=60"


async def test_lifespan_passes_unchanged(ask):
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["type"])

    await secure_answers(app)({"type": "lifespan"}, None, None)  # pyright: ignore[reportArgumentType]
    assert seen == ["lifespan"]


@pytest.mark.parametrize(
    ("origin", "is_own"),
    [
        ("http://localhost", True),
        ("https://localhost", False),
        ("http://localhost:81", False),
        ("http://evil.example", False),
        ("null", False),
        (None, True),
    ],
)
async def test_websocket_is_opened_by_pages_of_this_site_only(ask, origin, is_own):
    headers = [(b"host", b"localhost")]
    if origin:
        headers.append((b"origin", origin.encode()))
    scope = {"type": "websocket", "path": "/_event", "headers": headers}
    assert from_own_page(scope) is is_own
    sent = []

    async def send(message):
        sent.append(message["type"])

    await only_from_own_pages(reflex)(scope, None, send)  # pyright: ignore[reportArgumentType]
    assert (sent == ["websocket.close"]) is not is_own


def test_unknown_host_is_no_page_of_this_site():
    headers = [(b"host", b"evil.example"), (b"origin", b"http://evil.example")]
    assert not from_own_page({"type": "websocket", "path": "/", "headers": headers})


def test_development_lets_every_origin_in(settings):
    settings.DEBUG = True
    headers = [(b"origin", b"http://localhost:3000")]
    assert from_own_page({"type": "websocket", "path": "/", "headers": headers})
