"""Whatever ends a session ends it for sockets that are open, at their next event."""

import asyncio

import pytest

from inventory.demo_data import PASSWORD
from tests.security.database import add_row, query
from tests.security.handlers import wire_name
from tests.security.people import Person, browser, post, sign_in, signed_in, token_of
from tests.security.table import NOT_ALLOWED, SERVED, SIGN_IN, outcome
from tests.security.wire import answer

LOAD = wire_name("InventoryState.load_inventory")
SUBSCRIBE = wire_name("ProductState.live_subscribe")


def sign_out_elsewhere(server, person):
    with browser(server.url, sessionid=person.session_key) as http:
        assert post(http, "/auth/sign-out/").is_success


def delete_session(server, person):
    key = person.session_key
    query(server, "DELETE FROM inventory_session WHERE session_key = ?", key)


def let_it_expire(server, person):
    sql = "UPDATE inventory_session SET expire_date = ? WHERE session_key = ?"
    query(server, sql, "2020-01-01", person.session_key)


def change_password(server, person):
    sql = "UPDATE auth_user SET password = 'md5$a$b' WHERE username = ?"
    query(server, sql, person.username)


def deactivate(server, person):
    sql = "UPDATE auth_user SET is_active = ? WHERE username = ?"
    query(server, sql, False, person.username)


def delete_account(server, person):
    for table, owner in (("shop_task", "owner_id"), ("inventory_product", "owner_id")):
        sql = f"DELETE FROM {table} WHERE {owner} = "
        query(
            server, f"{sql}(SELECT id FROM auth_user WHERE username = ?)", *person[:1]
        )
    query(server, "DELETE FROM auth_user WHERE username = ?", person.username)


@pytest.fixture
def stranger(server):
    """Somebody who signed up just now, with a row of stock and a task."""
    with browser(server.url) as http:
        name = f"stranger{len(query(server, 'SELECT id FROM auth_user'))}x"
        typed = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
        assert post(http, "/auth/sign-up/", **typed).json().get("redirect")
        person = (name, http.cookies["sessionid"], http.cookies["csrftoken"])
    add_row(server, "inventory_product", name)
    add_row(server, "shop_task", name)
    return Person(*person)


def private(said):
    """What of the private states came."""
    shelf, stock = said.state("product_state"), said.state("inventory_state")
    return [
        shelf.get("products"),
        stock.get("products"),
        said.state("task_state").get("tasks"),
        stock.get("total"),
    ]


@pytest.mark.parametrize(
    "end",
    [
        *(sign_out_elsewhere, delete_session, let_it_expire),
        *(change_password, deactivate, delete_account),
    ],
)
async def test_ended_session(server, connect, people, stranger, end):
    row_id = add_row(server, "shop_product", "edith")
    query(server, "UPDATE shop_product SET name = '0' WHERE id = ?", row_id)
    watching = await connect(stranger, "/products")
    await watching.send(SUBSCRIBE)
    await watching.until(lambda: "'loaded_rx_state_': True" in str(watching.frames))
    stock = await connect(stranger, "/inventory")
    assert (await stock.send(LOAD)).state("inventory_state")["total"] == 1
    await asyncio.to_thread(end, server, stranger)
    assert outcome(await stock.send(LOAD)) == SIGN_IN
    assert not any(private(await stock.hydrate()))
    seen = len(watching.frames)
    await edit_the_shelf(connect, people, row_id)
    told = answer(watching.frames[seen:]).state("product_state")
    assert not told.get("products")
    assert not told.get("waiting_changes")
    assert not any(private(await watching.hydrate()))


async def edit_the_shelf(connect, people, row_id):
    """Have edith change the shelf, and wait until a witness has been told."""
    witness = await connect(people["edith"], "/products")
    await witness.send(SUBSCRIBE)
    await witness.until(lambda: "'loaded_rx_state_': True" in str(witness.frames))
    editor = await connect(people["edith"], "/products")
    seen = len(witness.frames)
    name = wire_name("ProductState.delete_product")
    assert outcome(await editor.send(name, {"product_id": row_id})) == SERVED
    told = ("products_rx_state_", "waiting_changes_rx_state_", "total_rx_state_")
    await witness.until(lambda: any(t in str(witness.frames[seen:]) for t in told))
    await asyncio.wait([asyncio.create_task(witness.until(lambda: False))], timeout=1)


async def test_permission_taken_away(server, connect, people):
    editor = await connect(people["edith"], "/products")
    start = wire_name("ProductState.start_creating")
    save = wire_name("ProductState.save_product")
    form = {"name": "Cup", "sku": "GONE-1", "price": "1.00", "description": ""}
    await editor.send(start)
    rights = query(server, "DELETE FROM auth_user_groups RETURNING *")
    try:
        assert outcome(await editor.send(save, {"form_data": form})) == NOT_ALLOWED
    finally:
        for row in rights:
            sql = "INSERT INTO auth_user_groups VALUES (?, ?, ?)"
            query(server, sql, *row.values())


def rows(lists: list) -> set[str]:
    """Name the rows of what is private, whichever list they stand in."""
    return {str(row) for shown in lists if isinstance(shown, list) for row in shown}


async def test_another_user_signs_in_in_the_same_tab(connect, people):
    wire = await connect(people["alice"], "/inventory")
    hers = rows(private(await wire.hydrate()))
    assert hers
    await wire.close()
    wire.person = people["victor"]
    await wire.open()
    assert hers.isdisjoint(rows(private(await wire.hydrate())))


@pytest.mark.parametrize("cookie", ["", "victor"])
async def test_state_token_replayed(connect, people, cookie):
    alice = await connect(people["alice"], "/inventory")
    hers = rows(private(await alice.send(LOAD)))
    assert hers
    token = alice.token
    await alice.close()
    thief = await connect(people.get(cookie), "/inventory", token=token)
    said = await thief.send(wire_name("NavbarState.sync_from_django"), rounds=2)
    assert hers.isdisjoint(rows(private(said)))
    assert hers.isdisjoint(rows(private(await thief.hydrate())))


@pytest.mark.parametrize(
    "cookie",
    [
        "session=0123456789abcdef0123456789abcdef",
        "sessionid=0123456789abcdef0123456789abcdef",
        "sessionid=../../etc/passwd",
        "sessionid=' OR 1=1 --",
        "sessionid=",
        "SESSIONID={key}",
        "other={key}",
        "sessionid={key}x",
    ],
)
async def test_other_and_forged_cookies(connect, people, cookie):
    forged = cookie.format(key=people["alice"].session_key)
    wire = await connect(None, "/inventory", cookie=forged)
    assert outcome(await wire.send(LOAD)) == SIGN_IN
    assert not any(private(await wire.hydrate()))


def test_session_key_fixed_before_sign_in_is_not_kept(server):
    fixed = "f" * 32
    with browser(server.url, sessionid=fixed) as http:
        sign_in(http, "victor")
        keys = {c.value for c in http.cookies.jar if c.name == "sessionid"}
    assert len(keys - {fixed}) == 1
    sql = "SELECT 1 FROM inventory_session WHERE session_key = ?"
    assert not query(server, sql, fixed)


def test_session_key_changes_at_sign_in(server, people):
    again = signed_in(server.url, "victor")
    assert again.session_key != people["victor"].session_key


async def test_failed_sign_in_leaves_a_session_alone(server, connect, people):
    with browser(server.url, sessionid=people["bruno"].session_key) as http:
        token_of(http)
        assert "errors" in sign_in(http, "alice", "wrong").json()
    wire = await connect(people["bruno"], "/inventory")
    assert outcome(await wire.send(LOAD)) == SERVED
