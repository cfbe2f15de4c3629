"""What is done to one tab, is done to no other."""

from typing import Any
from unittest.mock import AsyncMock

import pytest

from frontend import routes
from frontend.frontend import app
from frontend.tabs import serving

pytestmark = pytest.mark.django_db(transaction=True)
server: Any = app.sio


@pytest.fixture
def closed(monkeypatch):
    """Note which connections the server is told to close; ``None`` is all of them."""
    closing = AsyncMock()
    monkeypatch.setattr(server.eio, "disconnect", closing)
    return lambda: [call.args[0] for call in closing.await_args_list]


async def test_tab_is_sent_away_by_its_connection(connect, user, closed, monkeypatch):
    client = await connect(user, routes.HOME)
    monkeypatch.setattr(server.manager, "eio_sid_from_sid", lambda sid, _: f"of {sid}")
    await serving._disconnect(app, client.token)
    assert closed() == [f"of {client.sid}"]


async def test_tab_whose_connection_has_gone_takes_no_other_along(
    connect, user, closed
):
    client = await connect(user, routes.HOME)
    await serving._disconnect(app, client.token)
    assert closed() == []
