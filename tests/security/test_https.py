"""With HTTPS on, Reflex's answers are redirected and marked like Django's."""

import pytest

from frontend.server.web_security import secure_answers


async def plain_app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"page"})


@pytest.fixture
def ask(settings, tmp_path, monkeypatch):
    """Ask for a page over plain HTTP, as a proxy hands it on."""
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path))
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 3600
    settings.ALLOWED_HOSTS = ["stock.example"]

    async def ask(**headers):
        sent = []

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/inventory",
            "query_string": b"",
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        }
        await secure_answers(plain_app)(scope, None, send)  # pyright: ignore[reportArgumentType]
        return sent[0]["status"], {k: v.decode() for k, v in sent[0]["headers"]}

    return ask


async def test_plain_http_is_redirected(ask):
    status, headers = await ask(host="stock.example")
    assert status == 301
    assert headers[b"location"] == "https://stock.example/inventory"


async def test_https_is_served_and_stays_https(ask):
    status, headers = await ask(host="stock.example", **{"x-forwarded-proto": "https"})
    assert status == 200
    assert headers[b"strict-transport-security"].startswith("max-age=3600")
    assert headers[b"x-frame-options"] == "DENY"
