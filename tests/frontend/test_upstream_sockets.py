"""What a hostile socket sends, and what the pinned libraries would make of it."""

import inspect
from typing import Any
from unittest.mock import AsyncMock

import pytest
from reflex.app import EventNamespace
from socketio import AsyncNamespace, AsyncServer

from frontend import routes
from frontend.frontend import app
from frontend.states.tasks import TaskState
from frontend.upstream_sockets import MOST_WAITING
from tests.frontend.client import name_of

server: Any = app.sio

# refuse_unknown_events


@pytest.mark.django_db(transaction=True)
async def test_an_unknown_event_leaves_one_line_without_the_cookie(
    connect, user, caplog
):
    client = await connect(user, routes.TASKS)
    load = client._event(name_of(TaskState.refresh_tasks), {})
    names = ("no_state.filter", "x" * 100_000, 5, None, ["a"])
    forged = [load | {"name": name} for name in names]
    forged += [load | {"payload": payload} for payload in (5, "x", [1], None)]
    routers = ("x", [1], None, {"query": 5}, {"pathname": 5}, {"asPath": 5})
    forged += [load | {"router_data": router} for router in routers]
    client.frames.clear()
    for event in (*forged, [load], "load"):
        caplog.clear()
        await client._namespace.on_event(client.sid, event)
        await client._settle()
        (record,) = caplog.records
        assert (record.levelname, record.exc_info) == ("WARNING", None)
        assert len(caplog.text) < 400
        assert client.session_key not in caplog.text
    assert client.frames == []


@pytest.mark.django_db(transaction=True)
async def test_upstream_still_logs_the_cookie(connect, user, monkeypatch, caplog):
    monkeypatch.setattr(EventNamespace, "on_event", reflex_on_event())
    client = await connect(user, routes.TASKS)
    await client.send_raw("no_state.filter", {})
    assert "Traceback" in caplog.text
    assert client.session_key in caplog.text


def reflex_on_event():
    """Find Reflex's own handler below the one that replaced it."""
    return inspect.getclosurevars(EventNamespace.on_event).nonlocals["on_event"]


# keep_connecting_off_the_wire

FORGED = (["connect", {"QUERY_STRING": "token=another"}], ["disconnect"], [5])


class Sockets(AsyncNamespace):
    """Notes what a server takes for the beginning and the end of a socket."""

    def __init__(self):
        super().__init__("/_event")
        self.heard = []

    async def trigger_event(self, event, *args):
        self.heard.append(event)


async def heard_of(handle_event, data):
    server, sockets = AsyncServer(async_handlers=False), Sockets()
    server.register_namespace(sockets)
    server.manager.is_connected = lambda *_: True
    await handle_event(server, "socket", "/_event", None, data)
    return sockets.heard


@pytest.mark.parametrize("data", [*FORGED, ["event"], ["event", {}, {}], ["ping", 1]])
async def test_what_no_page_sends_is_dropped(data):
    assert await heard_of(AsyncServer._handle_event, data) == []


@pytest.mark.parametrize("data", [["event", {"name": "any"}], ["ping"]])
async def test_what_pages_send_gets_through(data):
    assert await heard_of(AsyncServer._handle_event, data) == [data[0]]


@pytest.mark.parametrize("data", FORGED)
async def test_a_socket_could_still_forge_its_own_end(data):
    mended = inspect.getclosurevars(AsyncServer._handle_event)
    assert await heard_of(mended.nonlocals["handle_event"], data) == [data[0]]


# refuse_unreadable_packets

UNREADABLE = (
    *("42/_event,[", "49", "44/_event,", "2/_event,[" + 5000 * "[", "", "x", b"any"),
    '51-/_event,["event",{"_placeholder":true,"num":0}]',
)


@pytest.mark.parametrize("data", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_who_sends_what_cannot_be_read_is_hung_up_on(monkeypatch, caplog, data):
    closed = AsyncMock()
    monkeypatch.setattr(server.eio, "disconnect", closed)
    await server.eio.handlers["message"]("a socket", data)
    closed.assert_awaited_once_with("a socket")
    (record,) = caplog.records
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    assert len(caplog.text) < 400


@pytest.mark.parametrize("data", ["2/_event,[", b"any"])
async def test_upstream_still_fails_at_it(data):
    mended = inspect.getclosurevars(server.eio.handlers["message"])
    with pytest.raises(Exception, match=r"Expecting|invalid literal"):
        await mended.nonlocals["handle"]("a socket", data)


# refuse_unknown_events: as many as a page sends at once, and no flood


@pytest.mark.parametrize("waiting", [MOST_WAITING - 1, MOST_WAITING])
async def test_of_a_flood_only_the_first_events_wait(
    connect, user, monkeypatch, waiting
):
    client, processor = await connect(user, routes.TASKS), app.event_processor
    enqueue = AsyncMock()
    monkeypatch.setattr(processor, "enqueue", enqueue)
    monkeypatch.setitem(processor._token_queues, client.token, waiting * [None])
    await client.post(name_of(TaskState.refresh_tasks), {})
    assert enqueue.await_count == (waiting < MOST_WAITING)
