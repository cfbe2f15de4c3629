"""Opens tabs of the real app, for tests that run on whatever event loop."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import User
from reflex.istate.manager import StateManager
from reflex.istate.manager.memory import StateManagerMemory

from frontend.frontend import app
from frontend.live.listener import listening
from frontend.threads.database import close_database_threads
from tests.frontend.client import EventClient

type Connect = Callable[[User | None, str], Awaitable[EventClient]]


@asynccontextmanager
async def running_app(manager: StateManager | None = None) -> AsyncIterator[Connect]:
    """Serve events, and give what opens a tab: ``await connect(user, path)``.

    ``manager`` keeps what tabs show; in memory, unless told otherwise.
    """
    clients: list[EventClient] = []
    manager = manager or StateManagerMemory()

    async def deliver(_event: str, update: Any = None, to: str = "") -> None:
        for client in clients:
            if client.sid == to:
                client.receive(update)

    async def connect(user: User | None, path: str) -> EventClient:
        client = EventClient(app)
        clients.append(client)
        await client.sign_in(user)
        await client.open(path)
        return client

    with (
        patch.object(app, "_state_manager", manager),
        patch.object(app.event_namespace, "emit", deliver),
    ):
        async with listening(), app._setup_event_processor():
            yield connect
        await manager.close()
        await close_database_threads()
