"""How a process ends on SIGTERM without losing anybody's click.

uvicorn would close every socket at once, and Reflex cancel what runs. Here each tab's
events are finished and answered first, then its socket is closed. The tab connects
again at once, to another process if a proxy knows one, and finds its state there.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from reflex.app import App

from inventory.health import health

LONGEST = 10  # seconds; what runs longer than that is cancelled
PAUSE = 0.1  # seconds of silence in which a tab's last answer leaves
GOING_AWAY = 1012  # "service restart": the tab connects again by itself

logger = logging.getLogger(__name__)


class Socket:
    """One tab's connection, which can be ended between two of its events."""

    def __init__(self, receive: Any, send: Any) -> None:
        self._receive, self._send = receive, send
        self._last_message = asyncio.get_running_loop().time()
        self._closed = False

    async def receive(self) -> Any:
        """Give the next message; nobody would be told what comes after the end."""
        message = await self._receive()
        self._last_message = asyncio.get_running_loop().time()
        if self._closed:
            return {"type": "websocket.disconnect", "code": GOING_AWAY}
        return message

    async def close(self, token: str | None, queues: dict[str, Any]) -> None:
        """Close it as soon as all its tab's events are answered."""
        while token in queues or self._silence() < PAUSE:  # noqa: ASYNC110 - nothing tells that a queue is empty
            await asyncio.sleep(PAUSE / 4)
        self._closed = True
        await self._send({"type": "websocket.close", "code": GOING_AWAY})

    def _silence(self) -> float:
        return asyncio.get_running_loop().time() - self._last_message


class Stop:
    """Whether this process is about to end, and what is still connected.

    ``sockets`` has the task of each, and by which scope Socket.IO knows it.
    """

    def __init__(self) -> None:
        self.begun = False
        self.app: App | None = None
        self.sockets: dict[asyncio.Task | None, tuple[int, Socket]] = {}

    async def finish(self) -> None:
        """Let each tab finish its events and leave, for a while at most."""
        health.stopping = self.begun = True
        logger.info("Ending; %d tabs are connected", len(self.sockets))
        if self.app is None or not self.sockets:
            return
        tokens, queues = _tokens(self.app), self.app.event_processor._token_queues
        closing = [
            asyncio.ensure_future(socket.close(tokens.get(scope), queues))
            for scope, socket in self.sockets.values()
        ]
        tasks = [*closing, *filter(None, self.sockets)]
        _, late = await asyncio.wait(tasks, timeout=LONGEST)
        if late:
            logger.warning("%d tabs were not done in time", len(self.sockets))


def _tokens(app: App) -> dict[int, str]:
    """Give each tab's token by its scope: a duplicated tab asks for another's."""
    server: Any = app.sio
    tabs: Any = app.event_namespace
    return {
        id(environ["asgi.scope"]): token
        for sid, token in tabs.sid_to_token.items()
        if (environ := server.get_environ(sid, tabs.namespace))
    }


stop = Stop()


@asynccontextmanager
async def graceful_stop() -> AsyncIterator[None]:
    """Have SIGTERM finish what runs before the server ends; a lifespan task."""
    stop.begun = health.stopping = False
    loop, end = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
    if not callable(end) or threading.current_thread() is not threading.main_thread():
        yield  # whoever runs this process ends it in another way
        return
    ending: list[asyncio.Task] = []  # or else it might be forgotten while it runs

    async def finish_and_end() -> None:
        await stop.finish()
        end(signal.SIGTERM, None)

    def begin() -> None:
        if not ending:
            ending.append(loop.create_task(finish_and_end()))

    loop.add_signal_handler(signal.SIGTERM, begin)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, end)


def finish_events_first(app: Any, reflex_app: App) -> Any:
    """Wrap what serves the sockets of ``reflex_app``, which then end in order.

    Meanwhile new ones are refused: a proxy that gets a 503 asks the next process.
    """
    stop.app = reflex_app

    async def in_order(scope: Any, receive: Any, send: Any) -> None:
        if stop.begun:
            start = {"type": "websocket.http.response.start", "status": 503}
            await send({**start, "headers": []})
            await send({"type": "websocket.http.response.body", "body": b""})
        else:
            task, socket = asyncio.current_task(), Socket(receive, send)
            stop.sockets[task] = id(scope), socket
            try:
                await app(scope, socket.receive, send)
            finally:
                del stop.sockets[task]

    return in_order
