"""Stock that moves, by one click in the row, and what is asked for when it is low."""

import pytest
from asgiref.sync import sync_to_async

from frontend import routes
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.stock import GONE, NO_PRODUCT, StockState
from frontend.states.tasks import TaskState
from inventory.ledger import StockMovement
from inventory.stock import arecord_movement, out_of_balance
from shop.models import Task
from tests.factories import product_in_stock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def cup(user):
    """Two cups in stock."""
    return await sync_to_async(product_in_stock)(
        2, owner=user, name="Cup", reorder_level=3
    )


@pytest.fixture
async def client(connect, user, cup):
    """The owner's tab."""
    return await connect(user, routes.INVENTORY)


def in_row(client):
    (row,) = client.page(InventoryState).products
    return int(row["stock_on_hand"])


# One click


async def test_one_click_receives_or_issues_one_piece(client, cup, user):
    await client.send(StockState.receive_one, cup.pk)
    assert client.toasts == [("success", "“Cup”: 3 in stock.")]
    assert in_row(client) == 3
    await client.send(StockState.issue_one, cup.pk)
    assert in_row(client) == 2
    newest = await StockMovement.objects.afirst()
    assert newest is not None
    assert (newest.kind, newest.quantity) == ("issue", -1)
    assert newest.recorded_by_id == user.pk  # pyright: ignore[reportAttributeAccessIssue]


async def test_nothing_is_issued_below_zero(client, cup):
    for _ in range(3):
        await client.send(StockState.issue_one, cup.pk)
    assert client.toasts == [("error", "“Cup”: Only 0 in stock.")]
    assert in_row(client) == 0
    assert await StockMovement.objects.acount() == 3
    assert not await out_of_balance().aexists()


async def test_row_stays_where_it_is_until_the_list_is_read_again(client, cup, user):
    await sync_to_async(product_in_stock)(3, owner=user, name="Pot")
    await client.send(InventoryState.change_view, "sort", "stock")
    shown = [row["name"] for row in client.page(InventoryState).products]
    assert shown == ["Cup", "Pot"]
    for _ in range(2):
        await client.send(StockState.receive_one, cup.pk)
    rows = client.page(InventoryState).products
    assert [(row["name"], row["stock_on_hand"]) for row in rows] == [
        ("Cup", "4"),
        ("Pot", "3"),
    ]
    await client.send(InventoryState.load_inventory)
    shown = [row["name"] for row in client.page(InventoryState).products]
    assert shown == ["Pot", "Cup"]


async def test_refusal_shows_what_others_have_left(client, cup, user):
    await arecord_movement(cup, "issue", 2, by=user)
    await client.send(StockState.issue_one, cup.pk)
    assert in_row(client) == 0


async def test_row_says_what_is_low(client, cup):
    assert client.page(InventoryState).products[0]["is_low"]
    assert client.page(NavbarState).low_stock_count == 1
    for _ in range(2):
        await client.send(StockState.receive_one, cup.pk)
    assert not client.page(InventoryState).products[0]["is_low"]
    assert client.page(NavbarState).low_stock_count == 0


@pytest.mark.parametrize(
    "handler",
    [
        StockState.receive_one,
        StockState.issue_one,
        StockState.open_panel,
        StockState.add_restock_task,
    ],
)
async def test_what_is_somebody_elses_is_as_good_as_missing(client, handler):
    theirs = await sync_to_async(product_in_stock)(5)
    before = await StockMovement.objects.acount()
    await client.send(handler, theirs.pk)
    assert client.toasts == [("info", GONE)]
    assert client.page(StockState).product == NO_PRODUCT
    assert await StockMovement.objects.acount() == before
    assert not await Task.objects.aexists()


# Restocking


async def test_restock_task_is_added_once_while_it_is_open(client, cup):
    await client.send(StockState.add_restock_task, cup.pk)
    assert client.toasts == [("success", "Added to your tasks: “Restock Cup”.")]
    await client.send(StockState.add_restock_task, cup.pk)
    assert client.toasts == [("info", "There is one already: “Restock Cup”.")]
    assert await Task.objects.acount() == 1


async def test_second_restock_task_cannot_be_opened_again(connect, user, cup):
    done = await Task.objects.acreate(
        owner=user, product=cup, title="Restock Cup", done=True
    )
    await Task.objects.acreate(owner=user, product=cup, title="Restock Cup")
    client = await connect(user, routes.TASKS)
    await client.send(TaskState.toggle_task, done.pk)
    assert client.toasts == [("error", "This product has an open task already.")]
    assert [row["done"] for row in client.page(TaskState).tasks] == [False, True]
