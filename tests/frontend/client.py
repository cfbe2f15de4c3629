"""A browser tab without the browser.

What goes in is what a browser sends over its WebSocket; what comes out is what it
would be sent. Between the two runs all that runs in production, from Reflex's
Socket.IO namespace through ``DjangoEventBridge``, ``Gate`` and the handler to
``faults.report``. A query on the event loop itself fails by itself here: Django
raises ``SynchronousOnlyOperation``.
"""

import asyncio
import inspect
import json
import re
from collections import defaultdict
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.test import Client
from reflex.app import App
from reflex.state import BaseState, OnLoadInternalState, State
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY
from reflex_base.utils.format import format_event_handler, json_dumps

from frontend.routes import SIGN_IN
from inventory.sessions import SessionStore

# What has the browser show another address of the same page
SHOWN_QUERY = re.compile(r'history\.\w+State\(.*location\.pathname\+"([^"]*)"')
# What `rx.toast.error("text")` becomes on its way to the browser
TOAST = re.compile(r"""'__toast'\]\?\.\["(\w+)"\]\(("(?:[^"\\]|\\.)*")""")
TIMEOUT = 20  # seconds, for what takes milliseconds on an idle machine


class EventClient:
    """One tab of a browser.

    ``frames``, ``toasts`` and ``redirects`` are what the last event brought, and
    ``page(SomeState)`` is what the tab shows by now.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.session_key = ""
        self.token = uuid4().hex  # the tab's name for itself, kept over a reload
        self.sid = self.path = ""
        self.frames: list[dict[str, Any]] = []
        self.toasts: list[tuple[str, str]] = []
        self.redirects: list[str] = []
        self._shown: dict[str, dict[str, Any]] = defaultdict(dict)
        self._news = asyncio.Event()

    async def open(self, path: str) -> None:
        """Load a page: connect, hydrate, and run what it has in ``on_load``."""
        await self.close()
        self._forget_last_event()
        self.sid, self.path = uuid4().hex, path
        headers = {"host": "localhost", "cookie": f"sessionid={self.session_key}"}
        environ = {
            "QUERY_STRING": f"token={self.token}",
            "asgi.scope": {
                "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
                "client": ("127.0.0.1", 50000),
            },
        }
        hydrate = self._event(name_of(State.hydrate_and_load), {})
        await self._namespace.on_connect(self.sid, environ, {"event": hydrate})
        await self._settle()

    async def navigate(self, path: str) -> None:
        """Go to another page of the app, as a link does: without a reload."""
        self.path = path
        await self.send(OnLoadInternalState.on_load_internal)

    async def close(self) -> None:
        """Close the tab, or lose the connection."""
        if self.sid and (cleanup := self._namespace.on_disconnect(self.sid)):
            await cleanup

    async def sign_in(self, user: User | None) -> None:
        """Get the cookie that a browser would have, from the next ``open`` on."""
        browser = Client()
        if user is not None:
            await browser.aforce_login(user)
        self.session_key = browser.cookies["sessionid"].value if user else ""

    async def sign_out(self) -> None:
        """End the session, as signing out in another tab does."""
        await SessionStore(self.session_key).aflush()

    async def send(self, handler: Any, *args: Any) -> None:
        """Send the event that a page sends for ``handler(*args)``, and its end."""
        names = list(inspect.signature(handler.fn).parameters)[1:]
        values = [as_form(each) if isinstance(each, dict) else each for each in args]
        await self.send_raw(name_of(handler), dict(zip(names, values, strict=True)))

    async def send_raw(self, name: str, payload: dict[str, Any]) -> None:
        """Send any event that a hand-written client could send."""
        self._forget_last_event()
        await self.post(name, payload)
        await self._settle()
        await self._follow()

    async def post(self, name: str, payload: dict[str, Any]) -> None:
        """Send an event, and do not wait for what it does."""
        await self._namespace.on_event(self.sid, self._event(name, payload))

    def receive(self, update: Any) -> None:
        """Take what Reflex sends, as text: what cannot be JSON fails here."""
        text = json_dumps(update)
        assert not self.session_key or self.session_key not in text
        frame = json.loads(text)
        self.frames.append(frame)
        for state, variables in (frame.get("delta") or {}).items():
            self._shown[state].update(variables)
        for event in frame.get("events") or []:
            if event["name"] == "_redirect":
                self.redirects.append(event["payload"]["path"])
            elif query := SHOWN_QUERY.search(
                event["payload"].get("javascript_code", "")
            ):
                self.path = self.path.partition("?")[0] + query[1]
            elif toast := TOAST.search(event["payload"].get("function", "")):
                self.toasts.append((toast[1], json.loads(toast[2])))
        self._news.set()

    def page(self, state: type[BaseState]) -> Any:
        """Give a state's variables, inherited ones too, as the tab knows them."""
        shown: dict[str, Any] = {}
        cls: type[BaseState] | None = state
        while cls is not None:
            shown = self._shown[cls.get_full_name()] | shown
            cls = cls.get_parent_state()
        return SimpleNamespace(
            **{name.removesuffix("_rx_state_"): shown[name] for name in shown}
        )

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait for frames from the background until the condition holds."""
        async with asyncio.timeout(TIMEOUT):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def all_ended(self) -> None:
        """Wait until no handler of any tab runs, not even in the background."""
        async with asyncio.timeout(TIMEOUT):
            while tasks := set(self.app.event_processor._tasks.values()):
                await asyncio.wait(tasks)

    async def _follow(self) -> None:
        """Go where a page leads to another view of itself; ``path`` says where."""
        here, to = self.path.partition("?")[0], self.redirects[-1:]
        if here != SIGN_IN and to and to[0].partition("?")[0] == here:
            self.path = self.redirects.pop()
            await self.post(name_of(OnLoadInternalState.on_load_internal), {})
            await self._settle()

    async def _settle(self) -> None:
        """Wait until only background handlers are left running."""
        processor = self.app.event_processor
        handlers = RegistrationContext.get().event_handlers

        def in_background(task: asyncio.Task) -> bool:
            kind, name, *_ = task.get_name().split("|")
            return kind == "reflex_event" and handlers[name].handler.is_background

        async with asyncio.timeout(TIMEOUT):
            await processor.join()
            # Reflex has no public way to wait for what an event has set off.
            while tasks := {
                t for t in processor._tasks.values() if not in_background(t)
            }:
                await asyncio.wait(tasks)
                await processor.join()

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        pathname = self.path.partition("?")[0]
        here = {"pathname": pathname, "asPath": self.path, "query": {}}
        return {"name": name, "payload": payload, "router_data": here}

    def _forget_last_event(self) -> None:
        self.frames, self.toasts, self.redirects = [], [], []

    @property
    def _namespace(self) -> Any:
        return self.app.event_namespace


def name_of(handler: Any) -> str:
    """Give the name under which a browser sends an event to this handler."""
    return format_event_handler(handler)


def as_form(fields: dict[str, str]) -> dict[str, Any]:
    """Wrap the fields of a form as the browser does."""
    return {FORM_DATA_ENTRIES_KEY: [[name, fields[name]] for name in fields]}
