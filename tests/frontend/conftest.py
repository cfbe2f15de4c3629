"""What tests of the front end get: tabs that run against the real app."""

from collections.abc import AsyncIterator

import pytest
from django.contrib.auth.models import User

from tests.factories import UserFactory
from tests.frontend.rows import add
from tests.frontend.tabs import Connect, running_app


@pytest.fixture
async def user(transactional_db: None) -> User:
    """Somebody without any special right."""
    return await add(UserFactory)


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Open a tab on a page: ``await connect(user, path)``, or signed out with None."""
    async with running_app() as connect:
        yield connect
