"""How many bytes an event is answered with: more than today's limit needs a reason.

What is counted is what goes over the WebSocket, before any compression: all frames,
from the event until its last one. A small event changes what is shown and no rows. A
list is compared with its rows as the shortest HTML fragment that could take its place:
a cell for each value, two buttons for each row, and no classes, no links, no pager.
"""

from html import escape
from types import SimpleNamespace

import pytest
from reflex.app import _sio_dumps, _sio_loads
from reflex_django.live import live_broadcaster
from socketio.packet import EVENT, Packet

from frontend import routes
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.products import ProductState
from frontend.states.selection import SelectionState
from frontend.states.stock import StockState
from frontend.states.tasks import TaskState
from tests.factories import (
    InventoryProductFactory,
    ShopProductFactory,
    TaskFactory,
)
from tests.frontend.rows import add_many, allow

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = 220  # bytes
LIST = 1.2  # times the fragment
SHELF = "shop.product"
FIRST = 1_000_000  # a key that no sequence comes to

SMALL_EVENTS = {
    routes.INVENTORY: [
        (InventoryState.start_creating,),
        (InventoryState.reset_form,),
        (InventoryState.load_inventory,),  # there is nothing new
        (SelectionState.toggle, FIRST),
        (SelectionState.toggle, FIRST),
        (StockState.close_panel,),
    ],
    routes.PRODUCTS: [
        (ProductState.start_creating,),
        (ProductState.reset_form,),
        (ProductState.refresh,),
    ],
    routes.TASKS: [
        (TaskState.refresh_tasks,),
        (TaskState.add_task, {"title": "", "form_key": "0"}),  # says what is wrong
        (NavbarState.remember_theme, "dark"),
    ],
}

LISTS = {
    routes.INVENTORY: (InventoryState, "products"),
    routes.PRODUCTS: (ProductState, "products"),
    routes.TASKS: (TaskState, "tasks"),
}
LOADS = {
    routes.INVENTORY: InventoryState.load_inventory,
    routes.PRODUCTS: ProductState.refresh,
    routes.TASKS: TaskState.refresh_tasks,
}
FACTORIES = {
    routes.INVENTORY: InventoryProductFactory,
    routes.PRODUCTS: ShopProductFactory,
    routes.TASKS: TaskFactory,
}


def bytes_of(frames):
    """Count what the frames weigh as Socket.IO writes them."""
    json = SimpleNamespace(dumps=_sio_dumps, loads=_sio_loads)
    Written = type("Written", (Packet,), {"json": json})
    packets = [
        Written(EVENT, data=["event", frame], namespace="/_event") for frame in frames
    ]
    # Engine.IO puts one more digit in front, which says that it is a message.
    return sum(len(f"4{packet.encode()}".encode()) for packet in packets)


def fragment(rows):
    """Write the rows as a template would, as short as HTML can be."""
    buttons = (
        '<td><button hx-get="/{0}">Edit</button>'
        '<button hx-delete="/{0}">Delete</button></td>'
    )
    return "".join(
        f'<tr id="{row["id"]}">'
        + "".join(f"<td>{escape(str(row[key]))}</td>" for key in row if key != "id")
        + buttons.format(row["id"])
        + "</tr>"
        for row in rows
    )


async def opened(connect, user, path, **fields):
    """Open a page whose list has rows, for somebody who may change all of them."""
    await allow(user, "add", "change", "delete")
    owner = {} if path == routes.PRODUCTS else {"owner": user}
    await add_many(FACTORIES[path], 1, pk=FIRST, **owner)
    client = await connect(user, path)
    await client.until(lambda: client.page(LISTS[path][0]).loaded)
    if path == routes.PRODUCTS:  # what comes live is no answer: leave, and ask anew
        await client.navigate(routes.HOME)
        await client.until(lambda: live_broadcaster().subscriber_count(SHELF) == 0)
    await add_many(FACTORIES[path], 9, **owner, **fields)
    return client


@pytest.mark.parametrize("path", SMALL_EVENTS)
async def test_small_events_are_answered_in_a_few_bytes(connect, user, path):
    client = await opened(connect, user, path)
    await client.send(LOADS[path])  # the rows that came meanwhile
    too_many = []
    for handler, *arguments in SMALL_EVENTS[path]:
        await client.send(handler, *arguments)
        assert "error" not in dict(client.toasts), handler
        if bytes_of(client.frames) > SMALL:
            too_many.append((handler.fn.__qualname__, client.frames))
    assert not too_many


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_is_hardly_larger_than_its_fragment(connect, user, path):
    client = await opened(connect, user, path)
    await client.send(LOADS[path])
    state, name = LISTS[path]
    rows = getattr(client.page(state), name)
    assert len(rows) == 10
    assert bytes_of(client.frames) <= LIST * len(fragment(rows).encode())
