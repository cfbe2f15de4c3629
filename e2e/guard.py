"""Watches every page of a test for what no page may ever do."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebSocket

SECRET_COOKIES = ("sessionid", "csrftoken")


class Guard:
    """Collects the errors of the browser and the server, and the frames between them.

    ``secrets`` are texts that must not travel by WebSocket. What a test provokes
    on purpose it names in ``allowed``, as patterns of the messages.
    """

    def __init__(self, server_log: Path, passwords: Iterable[str]) -> None:
        self.secrets = set(passwords)
        self.allowed: list[str] = []
        self.frames: list[str] = []
        self.sent: list[str] = []
        self._errors: list[str] = []
        self._contexts: list[BrowserContext] = []
        self.server_log = server_log
        self._log_start = server_log.stat().st_size

    def watch(self, context: BrowserContext) -> None:
        """Watch all pages of this context, from their first request on."""
        self._contexts.append(context)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._errors.append(str(error.error)))
        context.on("page", self._on_page)

    def events(self) -> list[str]:
        """Name the handlers whose events the browser has sent so far, in order."""
        return re.findall(r'"name":"[^"]*\.(\w+)"', "\n".join(self.sent))

    def check(self) -> None:
        """Fail the test for every error not allowed, and for every secret seen."""
        for context in self._contexts:
            self.remember_cookies(context)
        with self.server_log.open("rb") as log:
            log.seek(self._log_start)
            said = "\n".join(
                map(_readable, log.read().decode(errors="replace").split("\n"))
            )
        faults = re.findall(
            r"^(?:\w+\.)*\w+(?:Error|Exception)\b.*", said, re.MULTILINE
        )
        errors = [
            error
            for error in [*self._errors, *faults]
            if not any(re.search(pattern, error) for pattern in self.allowed)
        ]
        assert not errors, f"Errors in the browser or on the server: {errors}"
        leaks = [
            frame[:400]
            for frame in self.frames + self.sent
            if any(secret in frame for secret in self.secrets)
        ]
        assert not leaks, f"A cookie or a password in a WebSocket frame: {leaks}"

    def remember_cookies(self, context: BrowserContext) -> None:
        """Count what this context's cookies hold now among the secrets."""
        for cookie in context.cookies():
            if cookie.get("name") in SECRET_COOKIES and cookie.get("value"):
                self.secrets.add(cookie.get("value", ""))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            address = (message.location or {}).get("url", "")
            self._errors.append(f"{message.text} ({address})")

    def _on_page(self, page: Page) -> None:
        page.on("websocket", self._on_websocket)

    def _on_websocket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))
        socket.on("framesent", lambda frame: self.sent.append(str(frame)))


def _readable(line: str) -> str:
    """Give what a line of production's log says as it was before it became JSON."""
    if not line.startswith("{"):
        return line
    said = json.loads(line)
    return f"{said['message']}\n{said.get('traceback', '')}"
