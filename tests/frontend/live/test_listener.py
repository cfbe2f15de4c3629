"""What any process commits to PostgreSQL reaches the pages of this one."""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its handlers at run time)

import asyncio
import os
import signal

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from reflex_django.live import live_broadcaster

from frontend import routes
from frontend.live import feed
from frontend.live import listener as change_listener
from frontend.states.dashboard import DashboardState
from frontend.states.products import ProductState
from inventory.sessions import SessionStore
from tests.factories import ShopProductFactory, product_in_stock
from tests.frontend.client import TIMEOUT
from tests.frontend.rows import add
from tests.heard import triggers

pytestmark = pytest.mark.django_db(transaction=True)

LISTENERS = (
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'live changes' "
    "AND datname = current_database()"
)


@pytest.fixture
async def client(connect, user):
    """A tab that shows one cup."""
    await add(ShopProductFactory, name="Cup", sku="CUP")
    client = await connect(user, routes.PRODUCTS)
    await sees(client, "Cup")
    return client


def names(client):
    return [row["name"] for row in client.page(ProductState).products]


async def sees(client, *expected):
    await client.until(lambda: names(client) == list(expected))


def run(sql):
    """Run a statement as another program would, and give what it finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchall() if cursor.description else []
    connections.close_all()
    return [each for (each,) in found]


by_hand = sync_to_async(run, thread_sensitive=False)


async def comes_true(condition):
    """Ask the database for something to do until the condition holds."""
    async with asyncio.timeout(TIMEOUT):
        while not condition():
            await by_hand("SELECT 1")


RENAME = "UPDATE shop_product SET name = 'Urn' RETURNING name"


@triggers
async def test_change_by_another_program_is_shown(client):
    await by_hand(RENAME)
    await sees(client, "Urn")


@triggers
async def test_change_while_the_connection_was_lost_is_shown(client):
    (listener,) = await by_hand(LISTENERS)
    await by_hand(f"SELECT pg_terminate_backend({listener})")
    await by_hand(RENAME)
    await sees(client, "Urn")


@triggers
async def test_server_that_says_nothing_is_left_for_one_that_does(client, caplog):
    (listener,) = await by_hand(LISTENERS)
    os.kill(listener, signal.SIGSTOP)  # the connection stays, and nobody answers
    try:
        await by_hand(RENAME)
        await sees(client, "Urn")
    finally:
        os.kill(listener, signal.SIGCONT)
    assert [each.message for each in caplog.records if "not heard" in each.message] == [
        "Changes are not heard until it is back: The server does not answer."
    ]


@triggers
async def test_outage_is_said_once_and_ends_by_itself(client, caplog, monkeypatch):
    attempts = []

    async def refuse(*_, **__):
        attempts.append(1)
        raise psycopg.OperationalError("nobody there")

    (listener,) = await by_hand(LISTENERS)
    monkeypatch.setattr(change_listener, "AGAIN", 0.01)
    with monkeypatch.context() as outage:
        outage.setattr(change_listener.AsyncConnection, "connect", refuse)
        await by_hand(f"SELECT pg_terminate_backend({listener})")
        await by_hand(RENAME)
        await comes_true(lambda: len(attempts) >= 3)
        assert names(client) == ["Cup"]
    await sees(client, "Urn")
    assert len([each for each in caplog.records if "not heard" in each.message]) == 1


@triggers
async def test_change_of_a_product_reaches_its_owners_dashboard(connect, user):
    await sync_to_async(product_in_stock)(10, owner=user, price="2.50")
    client = await connect(user, routes.DASHBOARD)
    await client.until(lambda: client.page(DashboardState).loaded)
    await by_hand("UPDATE inventory_product SET price = 3 RETURNING 1")
    await client.until(lambda: client.page(DashboardState).totals["value"] == "30.00 €")


@triggers
async def test_signals_do_not_say_it_as_well(monkeypatch, client):
    published = []
    monkeypatch.setattr(live_broadcaster(), "publish", published.append)
    await add(ShopProductFactory, name="Dish")
    await comes_true(lambda: published)
    await by_hand("SELECT 1")
    assert len(published) == 1


SHELF = '{"label": "shop.product", "keys": %s}'
NOT_SAID_BY_A_TRIGGER = [
    *("", "changed", "3", "[]", "[" * 7000, '"label"', "{}"),
    *(SHELF % "5", SHELF % "[Infinity]", '{"label": 1, "keys": [[]]}'),
]


@triggers
async def test_what_cannot_be_read_may_mean_any_page_and_ends_nothing(client, caplog):
    await by_hand("ALTER TABLE shop_product DISABLE TRIGGER USER")
    try:
        for number, payload in enumerate(NOT_SAID_BY_A_TRIGGER):
            await by_hand(f"UPDATE shop_product SET name = '{number}' RETURNING name")
            await by_hand(f"NOTIFY live_changes, '{payload}'")
            await sees(client, str(number))
    finally:
        await by_hand("ALTER TABLE shop_product ENABLE TRIGGER USER")
    assert caplog.text.count("cannot be read") == len(NOT_SAID_BY_A_TRIGGER)
    await by_hand(RENAME)
    await sees(client, "Urn")


@triggers
async def test_nobody_listens_after_the_end():
    async with change_listener.listening():
        assert len(await by_hand(LISTENERS)) == 1
    async with asyncio.timeout(TIMEOUT):
        while await by_hand(LISTENERS):
            pass


async def test_what_a_trigger_says_is_published_to_whom_it_concerns(monkeypatch):
    heard = []
    monkeypatch.setattr(live_broadcaster(), "publish", heard.append)
    monkeypatch.setattr(feed, "is_connected", bool)
    mine, theirs, shelf = "inventory.stock.1", "inventory.stock.2", "shop.product"
    with (
        feed.follow(mine, "tab", SessionStore(), 1),
        feed.follow(theirs, "tab", SessionStore(), 2),
        feed.follow(shelf, "tab", SessionStore(), 2),
    ):
        change_listener.publish('{"label": "shop.product", "keys": [3, 4]}')
        change_listener.publish('{"label": "shop.product", "keys": null}')
        change_listener.publish('{"label": "inventory.stock.2"}')
        change_listener.publish('{"label": "inventory.stock.*"}')
    assert [(each.model_label, each.pk) for each in heard] == [
        (shelf, 3),
        (shelf, 4),
        (shelf, None),
        (theirs, None),
        (mine, None),
        (theirs, None),
    ]
