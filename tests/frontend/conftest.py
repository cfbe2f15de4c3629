"""What tests of the front end get: tabs that run against the real app."""

import gc
from collections.abc import AsyncIterator, Iterator

import pytest
from django.contrib.auth.models import User

from frontend.tabs import redis_store
from tests.factories import UserFactory
from tests.frontend.rows import add
from tests.frontend.running_app import Connect, running_app
from tests.services import MissingServiceError, RedisServer


@pytest.fixture
async def user(transactional_db: None) -> User:
    """Somebody without any special right."""
    return await add(UserFactory)


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Open a tab on a page: ``await connect(user, path)``, or signed out with None."""
    async with running_app() as connect:
        yield connect


@pytest.fixture
def redis_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """Start a Redis that can go away; who waits for its return looks often."""
    monkeypatch.setattr(redis_store, "PATIENCE", 0.1)
    service = RedisServer()
    try:
        service.start()
    except MissingServiceError as missing:
        pytest.skip(str(missing))
    yield service
    service.stop()


@pytest.fixture
def _no_garbage_collection() -> Iterator[None]:
    """Have things go only when nobody holds them any more."""
    gc.disable()
    yield
    gc.enable()
