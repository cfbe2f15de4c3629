"""Bounds how many requests Django works on at once.

Each has a thread and a database connection of its own (inventory/connections.py), and
PostgreSQL takes only so many from all workers together: some hundred sign-ups in the
same second, and it would refuse everybody. The others wait for a place, with what they
have sent on disk.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS

from frontend.server.refusal import refuse

AT_ONCE = 8  # for each process
MOST_WAITING = 100
PATIENCE = 10  # seconds: longer than that, nobody waits for a form
MESSAGE = "Too many people are asking at once. Try again in a moment."


def limit_requests(app: Any, prefixes: Iterable[str]) -> Any:
    """Wrap an ASGI application: few requests below ``prefixes`` run in it at once.

    Who would wait longer than ``PATIENCE``, or behind ``MOST_WAITING``, gets a 503.
    """
    limited = tuple(f"{prefix}/" for prefix in prefixes)
    places = Places()

    async def served(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(limited):
            await app(scope, receive, send)
            return
        request = Request(places, receive)
        try:
            await app(scope, request.receive, send)
        finally:
            request.leave()
        if request.refused:
            later = (b"retry-after", b"10")
            await refuse(send, 503, NON_FIELD_ERRORS, MESSAGE, later)

    return served


class Places:
    """What requests wait for."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def take(self) -> bool:
        """Wait for a place; tell whether there was one."""
        if self._waiting >= MOST_WAITING:
            return False
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), PATIENCE)
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    def give_back(self) -> None:
        """Let the next one have it."""
        self._free.release()


class Request:
    """One request, which takes its place once its body is there.

    Who sends slowly takes nobody else's.
    """

    def __init__(self, places: Places, receive: Any) -> None:
        self._places, self._receive = places, receive
        self._placed = self.refused = False

    async def receive(self) -> Any:
        """Give the next message; the body's last one when there is a place."""
        message = await self._receive()
        whole = message["type"] == "http.request" and not message.get("more_body")
        if whole and not self._placed:
            self._placed = await self._places.take()
            self.refused = not self._placed
        # Django gives up without an answer, as if the browser had gone.
        return {"type": "http.disconnect"} if self.refused else message

    def leave(self) -> None:
        """Give the place back, if there was one."""
        if self._placed:
            self._places.give_back()
