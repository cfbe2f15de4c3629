"""What ``frontend/upstream_memory.py`` takes from a tab that only stays open.

Where a test ``..._still_...`` fails, upstream has mended it too, and the function can
go.
"""

import asyncio
import contextlib
import socket
import sys
from inspect import getclosurevars
from types import SimpleNamespace

import aiohttp
import pytest
import reflex as rx
import uvicorn
from reflex.state import BaseState
from reflex_base.event.processor.event_processor import EventProcessor
from reflex_base.event.processor.future import EventFuture
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from frontend import routes
from frontend.frontend import app
from frontend.states.inventory import InventoryState
from frontend.tabs.manager import tree
from frontend.upstream_memory import SETS
from tests.frontend.unmended import scratch_registry, unmended

# forget_the_handshake


async def echo(scope, receive, send):
    """Answer each message of a WebSocket with itself."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


@contextlib.asynccontextmanager
async def connected(protocol):
    """Connect to uvicorn; gives the connection's two ends."""
    config = uvicorn.Config(echo, ws=protocol, lifespan="off", log_level="warning")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(server.serve([listening]))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with aiohttp.ClientSession() as http, http.ws_connect(url) as client:
            (served,) = server.server_state.connections
            yield client, served
        server.should_exit = True
        await serving


def handshake(served):
    return [each for each in ("request", "response") if hasattr(served, each)]


async def test_handshake_is_forgotten():
    async with connected(WebSocketsSansIOProtocol) as (client, served):
        assert handshake(served) == []
        await client.send_str("still connected")
        assert await client.receive_str() == "still connected"


async def test_uvicorn_still_keeps_the_handshake():
    theirs = unmended(WebSocketsSansIOProtocol.__module__)
    async with connected(theirs.WebSocketsSansIOProtocol) as (_, served):
        assert handshake(served) == ["request", "response"]


# part_futures_that_are_done


@pytest.fixture
async def family():
    """Give the futures of three events; each led to the next, the last is not done."""
    futures = [EventFuture(txid="0")]
    for txid in "12":
        futures.append(EventFuture(txid=txid, parent=futures[-1]))
        futures[-2].add_child(futures[-1])
        futures[-2].set_result(None)
    return futures


def clean(future, how=EventProcessor._try_clean_future):
    """Do what Reflex does when an event is done; ``how`` it does that."""
    processor = SimpleNamespace(_futures={}, _tasks={}, _superseded={})
    how(processor, future)


def parents(family):
    return [each.parent and each.parent.txid for each in family]


async def test_futures_part_once_all_are_done(family):
    clean(family[1])
    assert parents(family) == [None, "0", "1"]  # one would be waited for, or cancelled
    family[2].set_result(None)
    clean(family[2])
    assert parents(family) == [None, None, None]


async def test_reflex_still_keeps_them_together(family):
    family[2].set_result(None)
    still = getclosurevars(EventProcessor._try_clean_future).nonlocals
    clean(family[2], still["try_clean_future"])
    assert parents(family) == [None, "0", "1"]


# make_sets_when_asked_for


@pytest.fixture
def counter():
    """Give the state of a tab that nothing has happened in since its last answer."""
    with scratch_registry():

        class Counter(rx.State):
            count: int = 0

            @property
            def broken(self):
                return self.missing

        yield Counter(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]


def sets_of(state):
    """Name those that there are, and ask for none."""
    found = []
    for name in SETS:
        with contextlib.suppress(AttributeError):
            object.__getattribute__(state, name)
            found.append(name)
    return found


def test_change_in_a_state_without_sets_is_noticed(counter):
    assert sets_of(counter) == []
    counter.count = 7
    assert counter.dirty_vars == {"count"}
    assert [*counter.get_delta().values()] == [{"count_rx_state_": 7}]
    counter._clean()
    assert sets_of(counter) == []
    assert counter.get_delta() == {}


@pytest.mark.parametrize("name", ["missing", "broken"])
def test_what_a_state_does_not_have_is_named(counter, name):
    with pytest.raises(AttributeError, match=f"'Counter.*' has no attribute '{name}'"):
        getattr(counter, name)


def test_reflex_still_makes_sets_for_nothing(counter):
    BaseState._clean.__wrapped__(counter)
    assert sets_of(counter) == [*SETS]
    assert sys.getsizeof(counter.dirty_vars) > 200


@pytest.mark.django_db(transaction=True)
async def test_page_that_waits_has_no_sets(connect, user):
    client = await connect(user, routes.INVENTORY)
    await client.send(InventoryState.set_search_query, "tea")
    (page,) = app.state_manager.states.values()
    assert len(list(tree(page))) > 10
    assert list(filter(sets_of, tree(page))) == []
