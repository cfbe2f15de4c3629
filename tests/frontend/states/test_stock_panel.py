"""The panel of one product: its history, its balance, and the form for movements."""

import pytest
from asgiref.sync import sync_to_async

from frontend import routes
from frontend.states.inventory import InventoryState
from frontend.states.stock import GONE, NO_PRODUCT, StockState
from inventory.history import DAYS, PAGE_SIZE
from inventory.ledger import StockMovement
from inventory.stock import arecord_movement, out_of_balance
from tests.factories import InventoryProductFactory, product_in_stock
from tests.frontend.rows import add

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


def form(client, **fields):
    filled = {"kind": "receive", "quantity": "", "reason": ""}
    return {**filled, "form_key": str(client.page(StockState).form_key), **fields}


async def test_panel_shows_the_history_newest_first(client, cup, user):
    for pieces in range(1, PAGE_SIZE + 1):
        await arecord_movement(cup, "receive", pieces, by=user, reason=f"no. {pieces}")
    await client.send(StockState.open_panel, cup.pk)
    page = client.page(StockState)
    assert page.product["stock_on_hand"] == "57"
    assert (page.total_pages, page.range_text) == (2, "11 movements")
    newest = page.movements[0]
    assert len(page.movements) == PAGE_SIZE
    assert {**newest, "id": 0, "moment": ""} == {
        "id": 0,
        "kind": "Receive",
        "quantity": "+10",
        "reason": "no. 10",
        "who": user.username,
        "moment": "",
    }
    assert newest["moment"].endswith("+00:00")
    for _ in range(2):
        await client.send(StockState.next_page)
    assert [row["quantity"] for row in client.page(StockState).movements] == ["+2"]
    for _ in range(2):
        await client.send(StockState.prev_page)
    assert client.page(StockState).movements[0] == newest


async def test_panel_shows_the_balance_of_every_day(client, cup):
    await client.send(StockState.open_panel, cup.pk)
    balances = [point["balance"] for point in client.page(StockState).balances]
    assert balances == [0] * DAYS + [2]


@pytest.mark.parametrize(
    ("kind", "quantity", "reason", "balance"),
    [
        ("receive", "5", "", 7),
        ("issue", " 2 ", "", 0),
        ("adjust", "-1", "Broken", 1),
        ("count", "12", "", 12),
    ],
)
async def test_record_writes_movement_and_balance(
    client, cup, kind, quantity, reason, balance
):
    await client.send(StockState.open_panel, cup.pk)
    fields = form(client, kind=kind, quantity=quantity, reason=reason)
    await client.send(StockState.record, fields)
    page = client.page(StockState)
    assert client.toasts == [("success", f"“Cup”: {balance} in stock.")]
    assert (in_row(client), int(page.product["stock_on_hand"])) == (balance, balance)
    assert page.movements[0]["reason"] == reason
    assert page.balances[-1]["balance"] == balance
    assert not await out_of_balance().aexists()


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"kind": "steal", "quantity": "1"}, {"kind"}),
        ({"quantity": "many"}, {"quantity"}),
        ({"kind": "issue", "quantity": "3"}, {"quantity"}),
        ({"kind": "adjust", "quantity": "1", "reason": " "}, {"reason"}),
        ({"quantity": "1", "reason": "x" * 201}, {"reason"}),
    ],
)
async def test_record_says_beside_the_field_what_is_wrong(client, cup, fields, errors):
    await client.send(StockState.open_panel, cup.pk)
    await client.send(StockState.record, form(client, **fields))
    assert set(client.page(StockState).field_errors) == errors
    assert await StockMovement.objects.acount() == 1


async def test_second_of_two_clicks_records_nothing(client, cup):
    await client.send(StockState.open_panel, cup.pk)
    fields = form(client, quantity="5")
    for _ in range(2):
        await client.send(StockState.record, fields)
    assert in_row(client) == 7


async def test_panel_of_what_is_gone_closes(client, cup):
    await client.send(StockState.open_panel, cup.pk)
    fields = form(client, quantity="5")
    await cup.adelete()
    await client.send(StockState.record, fields)
    assert client.toasts == [("info", GONE)]
    assert client.page(StockState).product == NO_PRODUCT
    assert client.page(InventoryState).products == []


async def test_form_without_a_panel_records_nothing(client):
    await client.send(StockState.record, form(client, quantity="5"))
    assert client.toasts == [("info", GONE)]
    assert in_row(client) == 2


async def test_next_user_of_the_tab_sees_no_panel(client, connect, cup):
    await client.send(StockState.open_panel, cup.pk)
    other = await add(InventoryProductFactory)
    await client.sign_in(other.owner)
    await client.open(routes.INVENTORY)
    assert client.page(StockState).product == NO_PRODUCT
    assert client.page(StockState).movements == []
