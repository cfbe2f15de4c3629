"""One's own stock in figures, which follow it by themselves."""

from unittest.mock import Mock

import pytest
from asgiref.sync import sync_to_async
from reflex_django.live import LiveBroadcaster, ModelChange, live_broadcaster

from frontend import routes
from frontend.live import feed
from frontend.states.dashboard import DashboardState
from inventory.live import stock_label
from inventory.models import Product
from inventory.stock import arecord_movement
from tests.factories import InventoryProductFactory, UserFactory, product_in_stock
from tests.frontend.queries import counted_queries, database_away
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)

QUERIES = 4  # of the dashboard itself; the session is read before
BUDGET = 1 + QUERIES


@pytest.fixture(autouse=True)
def _without_pause(monkeypatch):
    monkeypatch.setattr(feed, "PAUSE", 0)


@pytest.fixture
async def product(user):
    """Ten cups that the user has in stock."""
    in_stock = sync_to_async(product_in_stock)
    return await in_stock(10, owner=user, name="Cup", price="2.50")


@pytest.fixture
async def client(connect, user, product):
    """A tab that shows the user's dashboard."""
    client = await connect(user, routes.DASHBOARD)
    await client.until(lambda: client.page(DashboardState).loaded)
    return client


def totals(client):
    return client.page(DashboardState).totals


# Load


async def test_load_shows_only_own_figures(connect, user, client):
    assert totals(client) == {
        "value": "25.00 €",
        "products": 1,
        "low_stock": 0,
        "movements": 1,
    }
    other = await connect(await add(UserFactory), routes.DASHBOARD)
    await other.until(lambda: other.page(DashboardState).loaded)
    assert totals(other)["products"] == 0
    assert "Cup" not in str(other.frames)


async def test_refresh_shows_that_it_reads_before_it_has_read(client, user):
    await add(InventoryProductFactory, owner=user)
    await client.send(DashboardState.load_dashboard)
    name = DashboardState.get_full_name()
    deltas = [frame["delta"][name] for frame in client.frames if frame.get("delta")]
    loading = [each[key] for each in deltas for key in each if "loading" in key]
    assert loading == [True, False]
    assert totals(client)["products"] == 2


async def test_database_away_is_said_and_mended_by_trying_again(client):
    with database_away(for_table="inventory_stockmovement"):
        await client.send(DashboardState.load_dashboard)
    assert "could not be read" in client.page(DashboardState).error_message
    assert totals(client)["products"] == 1
    await client.send(DashboardState.load_dashboard)
    assert client.page(DashboardState).error_message == ""


@pytest.fixture
def _nothing_live(monkeypatch):
    """Keep the open page from reading itself again while queries are counted."""
    monkeypatch.setattr(LiveBroadcaster, "publish", Mock())


@pytest.mark.usefixtures("_nothing_live")
@pytest.mark.parametrize("products", [1, 30])
async def test_refresh_stays_within_its_budget(client, user, products):
    rows = InventoryProductFactory.build_batch(products, owner=user)
    await Product.objects.abulk_create(rows)
    with counted_queries() as queries:
        await client.send(DashboardState.load_dashboard)
    assert len(queries) == BUDGET, queries


# Live


async def test_movement_from_anywhere_is_shown(client, user, product):
    await arecord_movement(product, "issue", 4, by=user)
    await client.until(lambda: totals(client)["value"] == "15.00 €")
    page = client.page(DashboardState)
    assert page.top_movers[0]["issued"] == 4
    assert page.latest[0]["quantity"] == "-4"


async def test_movement_of_somebody_else_reads_nothing(client, user, product):
    theirs = await sync_to_async(product_in_stock)(3)
    with counted_queries() as queries:
        await arecord_movement(theirs, "issue", 1, by=theirs.owner)
        own = len(queries)
        await arecord_movement(product, "issue", 1, by=user)
        await client.until(lambda: totals(client)["value"] == "22.50 €")
    dashboards = [sql for sql in queries[own:] if "JOIN" in sql and "SUM" in sql]
    assert len(dashboards) == 1, dashboards


@pytest.mark.parametrize("table", ["inventory_session", "inventory_stockmovement"])
async def test_database_away_for_a_moment_does_not_end_it(
    client, user, product, monkeypatch, table
):
    monkeypatch.setattr(feed, "RETRY", 0.1)
    await arecord_movement(product, "issue", 1, by=user)
    await client.until(lambda: totals(client)["value"] == "22.50 €")
    with database_away(for_table=table):
        live_broadcaster().publish(change_of(user))
        await client.until(lambda: client.page(DashboardState).error_message)
    await client.until(lambda: not client.page(DashboardState).error_message)


def change_of(user):
    return ModelChange(stock_label(user.pk), "created", 1)


# The end


async def test_it_ends_when_the_page_is_left(client, user):
    assert live_broadcaster().subscriber_count(stock_label(user.pk)) == 1
    await client.navigate(routes.HOME)
    await client.all_ended()
    assert live_broadcaster().subscriber_count(stock_label(user.pk)) == 0


async def test_it_ends_with_the_session_and_takes_the_figures_along(
    client, user, product
):
    await client.sign_out()
    await arecord_movement(product, "issue", 4, by=user)
    await client.until(lambda: client.redirects)
    assert client.redirects == ["/login?next=%2Fdashboard"]
    assert totals(client)["products"] == 0
    await client.all_ended()
    assert live_broadcaster().subscriber_count(stock_label(user.pk)) == 0
