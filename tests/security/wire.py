"""A hostile browser tab: speaks Reflex's event protocol without any page.

Every frame that the server sends to any of them is looked through at once
(``record.py``): what no frame may hold fails the test that made it happen.
"""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

import socketio

from tests.security.people import Person
from tests.security.record import RECORD

NAMESPACE = "/_event"
TOAST = re.compile(r"""'__toast'\]\?\.\["(\w+)"\]\(("(?:[^"\\]|\\.)*")""")
ROUTER = re.compile(r"^rx_router_|^router|^is_hydrated")
SENTINEL = "reflex___state____state.set_is_hydrated"
HYDRATE = "reflex___state____state.hydrate_and_load"
PATIENCE = 10  # seconds, for what takes milliseconds

type Frame = dict[str, Any]


class Answer(NamedTuple):
    """What one event brought, without what merely says where the tab is."""

    delta: dict[str, dict[str, Any]]
    toasts: list[str]
    redirects: list[str]
    other: list[Any]

    def state(self, name: str) -> dict[str, Any]:
        """Give the variables of the state whose name ends so."""
        for full_name, variables in self.delta.items():
            if full_name.endswith(name):
                return {k.removesuffix("_rx_state_"): v for k, v in variables.items()}
        return {}


class Ascii:
    """JSON with escapes, the only way to write down a lone surrogate."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: Any, **options: Any) -> str:
        """Do what python-socketio asks for, but for its UTF-8."""
        options["ensure_ascii"] = True
        return json.dumps(value, **options)


class Wire:
    """One socket. ``person`` is whose cookie it sends; None sends none."""

    def __init__(self, url: str, person: Person | None, path: str = "/") -> None:
        self.url, self.person, self.path = url, person, path
        self.token = uuid4().hex
        self.patience = PATIENCE
        self.frames: list[Frame] = []
        self._news = asyncio.Event()
        self.socket = self._new_socket()

    async def open(
        self, *, cookie: str | None = None, origin: str = "", **headers: str
    ) -> "Wire":
        """Connect, as a page does before it sends anything."""
        if cookie is None and self.person:
            _, session_key, csrf_token = self.person
            cookie = f"sessionid={session_key}; csrftoken={csrf_token}"
        await self.socket.connect(
            f"{self.url}/?token={self.token}",
            headers={"Origin": origin or self.url}
            | ({"Cookie": cookie} if cookie else {})
            | headers,
            namespaces=[NAMESPACE],
            socketio_path=NAMESPACE,
            transports=["websocket"],
            wait_timeout=PATIENCE,
        )
        return self

    async def open_anew(self) -> "Wire":
        """Do what a page does that has lost its connection."""
        self.socket = self._new_socket()
        return await self.open()

    async def close(self) -> None:
        """Leave."""
        await self.socket.disconnect()

    async def send(
        self, name: str, payload: Any = None, *, rounds: int = 1, **fields: Any
    ) -> Answer:
        """Send an event and give all that came until the next one was answered.

        What an event sets off is queued behind the next one: ``rounds`` asks again.
        """
        before = len(self.frames)
        RECORD.calls += 1
        await self.post(name, payload, **fields)
        for _ in range(rounds):
            await self._sentinel()
        return answer(self.frames[before:])

    async def hydrate(self) -> Answer:
        """Load the page anew: the state's snapshot, and what the page loads."""
        return await self.send(HYDRATE, rounds=4)

    async def post(self, name: str, payload: Any = None, **fields: Any) -> None:
        """Send an event and do not wait."""
        here = {"pathname": self.path, "asPath": self.path, "query": {}}
        event = {"name": name, "payload": payload or {}, "router_data": here} | fields
        await self.socket.emit("event", event, namespace=NAMESPACE)

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait until the condition holds: look at each frame, and at the end."""
        async with asyncio.timeout(self.patience):
            while not condition():
                self._news.clear()
                await self._news.wait()

    def _new_socket(self) -> socketio.AsyncClient:
        socket = socketio.AsyncClient(reconnection=False, json=Ascii)
        socket.on("event", self._receive, namespace=NAMESPACE)
        socket.on("disconnect", lambda _: self._news.set(), namespace=NAMESPACE)
        return socket

    async def _sentinel(self) -> None:
        """Have the server say something recognisable: events are served in turn."""
        mark, before = uuid4().hex, len(self.frames)
        here = {"pathname": self.path, "asPath": f"{self.path}?{mark}", "query": {}}
        await self.post(SENTINEL, {"value": True}, router_data=here)
        await self.until(lambda: any(mark in str(f) for f in self.frames[before:]))

    def _receive(self, update: Any) -> None:
        frame = json.loads(update) if isinstance(update, str) else update
        self.frames.append(frame)
        RECORD.look_through(frame, self.person)
        self._news.set()


def answer(frames: list[Frame]) -> Answer:
    """Sum up what several frames say."""
    delta: dict[str, dict[str, Any]] = {}
    toasts, redirects, other = [], [], []
    for frame in frames:
        for state, variables in (frame.get("delta") or {}).items():
            said = {k: v for k, v in variables.items() if not ROUTER.match(k)}
            if said:
                delta.setdefault(state, {}).update(said)
        for event in frame.get("events") or []:
            if event["name"] == "_redirect":
                redirects.append(event["payload"]["path"])
            elif toast := TOAST.search(event["payload"].get("function", "")):
                toasts.append(json.loads(toast[2]))
            else:
                other.append(event)
    return Answer(delta, toasts, redirects, other)
