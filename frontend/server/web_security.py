"""Django's own web security, on what Reflex answers.

Pages, scripts and events never reach Django. This wraps their server and has
Django's middleware decide about each request, so that one set of settings holds for
the whole site: redirects to HTTPS, HSTS, the content security policy, origins.
"""

import base64
import hashlib
import io
import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.csp import CSP
from reflex.utils.prerequisites import get_web_dir
from reflex_base import constants

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Message, Receive, Send], Awaitable[None]]

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


def secure_answers(app: ASGIApp) -> ASGIApp:
    """Wrap Reflex's ASGI application; ``lifespan`` passes unchanged."""
    decide = _django_middleware()

    async def secured(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _answer(app, decide, scope, receive, send)
        else:
            await app(scope, receive, send)

    return secured


def only_from_own_pages(app: ASGIApp) -> ASGIApp:
    """Wrap what serves WebSockets: pages of other sites get none."""

    def checked(scope: Message, receive: Receive, send: Send) -> Awaitable[None]:
        if from_own_page(scope):
            return app(scope, receive, send)
        return send({"type": "websocket.close", "code": 1008})  # policy violation

    return checked


def from_own_page(scope: Message) -> bool:
    """Tell whether a page of this site opens the WebSocket, by its ``Origin``.

    Browsers always send it; what sends none is not a browser, and has no cookies
    of anybody else's. Development lets every origin in.
    """
    request = ASGIRequest({**scope, "method": "GET"}, io.BytesIO())
    if settings.DEBUG or "Origin" not in request.headers:
        return True
    try:
        return CsrfViewMiddleware(_no_answer)._origin_verified(request)
    except DisallowedHost:
        return False


def inline_script_hashes(folder: Path) -> list[str]:
    """Name the inline scripts of the compiled pages, as the policy wants it."""
    scripts = {
        script
        for page in folder.glob("**/*.html")
        for script in INLINE_SCRIPT.findall(page.read_text(encoding="utf-8"))
    }
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _django_middleware() -> Callable[[HttpRequest], HttpResponse]:
    scripts = inline_script_hashes(get_web_dir() / constants.Dirs.STATIC)
    # Reflex's pages evaluate what a handler has them do: no toast would show.
    allowed = [CSP.SELF, CSP.UNSAFE_EVAL, *scripts]
    policy = {**settings.SECURE_CSP, "script-src": allowed}

    def answer(request: HttpRequest) -> HttpResponse:
        response = HttpResponse()
        response._csp_config = policy  # as Django's @csp_override sets it
        return response

    chain: Any = XFrameOptionsMiddleware(answer)
    return SecurityMiddleware(ContentSecurityPolicyMiddleware(chain))  # pyright: ignore[reportReturnType]


def _no_answer(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


async def _answer(
    app: ASGIApp,
    decide: Callable[[HttpRequest], HttpResponse],
    scope: Message,
    receive: Receive,
    send: Send,
) -> None:
    """Redirect where Django would, else add Django's headers to Reflex's answer."""
    decided = decide(ASGIRequest(scope, io.BytesIO()))
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in decided.items()
        if name != "Content-Type"
    ]

    async def send_secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *headers]
        await send(message)

    if decided.status_code == 200:
        await app(scope, receive, send_secured)
    else:
        status = decided.status_code
        await send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        await send({"type": "http.response.body"})
