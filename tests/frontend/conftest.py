"""What tests of the front end get: tabs that run against the real app."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from reflex.istate.manager.memory import StateManagerMemory

from frontend.db_threads import close_database_threads
from frontend.frontend import app
from tests.factories import UserFactory
from tests.frontend.client import EventClient
from tests.frontend.rows import add


@pytest.fixture
async def user(transactional_db: None) -> User:
    """Somebody without any special right."""
    return await add(UserFactory)


@pytest.fixture
async def connect(
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Callable[..., Awaitable[EventClient]]]:
    """Open a tab on a page: ``await connect(user, path)``, or signed out with None."""
    clients: list[EventClient] = []
    manager = StateManagerMemory()

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

    monkeypatch.setattr(app, "_state_manager", manager)
    monkeypatch.setattr(app.event_namespace, "emit", deliver)
    async with app._setup_event_processor():
        yield connect
    await manager.close()
    await close_database_threads()
