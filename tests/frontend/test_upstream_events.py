"""The mends of ``frontend/upstream_events.py``.

Each works, and each is still needed: where a test ``..._still_...`` fails, upstream
has mended it too, and the function can go.
"""

import asyncio
import inspect
from contextlib import suppress
from types import ModuleType
from typing import Any, ClassVar

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from reflex.app import EventNamespace
from reflex_django.bridge.event import preprocess
from reflex_django.live import live_broadcaster, signals
from reflex_django.states import ModelState
from socketio import AsyncNamespace, AsyncServer

from frontend import faults, routes
from frontend.states.tasks import TaskState
from shop.models import Product
from shop.serializers import ProductSerializer
from tests.factories import ShopProductFactory
from tests.frontend.client import name_of
from tests.frontend.queries import database_away
from tests.frontend.rows import add
from tests.frontend.unmended import handlers_of, scratch_registry, unmended

# fail_when_the_user_cannot_be_read


@pytest.mark.django_db(transaction=True)
async def test_a_session_that_cannot_be_read_is_the_database_s_fault(connect, user):
    client = await connect(user, routes.TASKS)
    with database_away(for_table="inventory_session"):
        await client.send(TaskState.refresh_tasks)
    assert client.toasts == [("error", faults.DATABASE_AWAY)]


@pytest.mark.django_db(transaction=True)
async def test_upstream_still_names_another_fault(connect, user, monkeypatch, caplog):
    name = "_eagerly_resolve_lazy_user"
    still = getattr(unmended(preprocess.__name__), name)
    monkeypatch.setattr(preprocess, name, still)
    client = await connect(user, routes.TASKS)
    with database_away(for_table="inventory_session"):
        await client.send(TaskState.refresh_tasks)
    assert client.toasts == [("error", faults.UNEXPECTED)]
    assert "SynchronousOnlyOperation" in caplog.text


# publish_after_commit


class Undo(Exception):
    """Rolls a test's transaction back."""


async def announced(publisher: ModuleType, *, undo: bool) -> tuple[list, list]:
    """Save a product: what subscribers hear by then, and after the transaction."""
    loop = asyncio.get_running_loop()
    queue = live_broadcaster().subscribe("shop.product")
    product = await add(ShopProductFactory)

    async def heard() -> list[str]:
        return [queue.get_nowait().action for _ in range(queue.qsize())]

    def save() -> list[str]:
        inside: list[str] = []
        with suppress(Undo), transaction.atomic():
            publisher._on_save(Product, product, created=False)
            # Through the loop and back: what was published has arrived.
            inside = asyncio.run_coroutine_threadsafe(heard(), loop).result()
            if undo:
                raise Undo
        return inside

    try:
        await heard()
        inside = await sync_to_async(save)()
        return inside, await heard()
    finally:
        live_broadcaster().unsubscribe("shop.product", queue)


@pytest.mark.django_db(transaction=True)
async def test_change_is_published_after_the_commit_and_not_on_rollback():
    assert await announced(signals, undo=False) == ([], ["updated"])
    assert await announced(signals, undo=True) == ([], [])


@pytest.mark.django_db(transaction=True)
async def test_change_would_still_be_published_before_the_commit():
    as_it_is = unmended("reflex_django.live.signals")
    assert await announced(as_it_is, undo=False) == (["updated"], [])
    assert await announced(as_it_is, undo=True) == (["updated"], [])


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


# unregister_undeclared_handlers (that it works is in test_gate.py: the full list)


def test_public_methods_and_hooks_would_still_be_events():
    with scratch_registry() as registry:

        class Shelf(ModelState):
            _model_state_options: ClassVar[Any]
            serializer_class: ClassVar = ProductSerializer
            paginate_by: ClassVar = 10

            def get_queryset(self) -> Any:
                """Override a hook."""
                return Product.objects.none()

        handlers = handlers_of(Shelf, registry)
    assert {"get_queryset", "filter", "set_page_size", "setvar"} <= handlers


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
