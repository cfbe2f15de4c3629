"""Who may send which event, and whose rows a tab may hold."""

import pytest
from reflex.state import State
from reflex_base.registry import RegistrationContext

from frontend import routes
from frontend.events.gate import Gate
from frontend.frontend import PRIVATE_STATES, app
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.products import ProductState
from frontend.states.tasks import TaskState
from inventory.models import Product as StockProduct
from shop.models import Product as ShelfProduct
from shop.models import Task
from tests.factories import (
    InventoryProductFactory,
    ShopProductFactory,
    TaskFactory,
    UserFactory,
)
from tests.frontend.client import name_of
from tests.frontend.queries import counted_queries
from tests.frontend.remote import PRIVATE, PUBLIC
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)


def test_browser_may_send_these_events_and_no_other():
    declared = {name_of(handler) for handler, *_ in PRIVATE}
    declared |= {name_of(handler) for handler in PUBLIC}
    assert set(RegistrationContext.get().event_handlers) == declared


def test_every_state_but_the_layouts_is_private():
    assert ours(State) == {*PRIVATE_STATES, NavbarState}


def ours(state):
    """Give the app's own states below this one, without its mixins."""
    below = set().union(*map(ours, state.__subclasses__()))
    is_ours = state.__module__.startswith("frontend.") and not state._mixin
    return below | ({state} if is_ours else set())


# Signed out


async def test_signed_out_is_refused_before_anything_is_looked_up(connect):
    client = await connect(None, routes.SIGN_IN)
    for handler, *arguments in PRIVATE:
        with counted_queries() as queries:
            await client.send(handler, *arguments)
            await client.until(lambda: client.redirects)
        assert client.redirects == ["/login?next=%2Flogin"], handler
        assert queries == []


async def test_payload_tells_a_stranger_nothing(connect):
    client = await connect(None, routes.SIGN_IN)
    for handler, *_ in PRIVATE:
        await client.send_raw(name_of(handler), {"no such": "argument"})
        await client.until(lambda: client.redirects)
        assert client.toasts == []


async def test_handlers_of_a_copied_file_refuse_by_themselves(connect, monkeypatch):
    without_gate = [each for each in app._middlewares if not isinstance(each, Gate)]
    monkeypatch.setattr(app, "_middlewares", without_gate)
    stock = await add(InventoryProductFactory, pk=1)
    shelf = await add(ShopProductFactory, pk=1)
    task = await add(TaskFactory, pk=1)
    client = await connect(None, routes.SIGN_IN)
    for handler, *arguments in PRIVATE:
        await client.send(handler, *arguments)
        for row in (stock.name, shelf.name, task.title):
            assert row not in str(client.frames), handler
    await client.all_ended()
    for model in (StockProduct, ShelfProduct, Task):
        assert await model._default_manager.acount() == 1


async def test_public_pages_ask_nobody_to_sign_in(connect):
    for route in (routes.HOME, routes.SIGN_IN, routes.SIGN_UP, "/no-such-page"):
        client = await connect(None, route)
        assert client.redirects == client.toasts == []
        assert client.page(NavbarState).is_authenticated is False


# One user's rows


@pytest.fixture
async def client(connect, user):
    """A tab that has shown each of the user's three lists."""
    await add(InventoryProductFactory, owner=user, name="My coffee")
    await add(ShopProductFactory, name="Tea for all")
    await add(TaskFactory, owner=user, title="My task")
    client = await connect(user, routes.HOME)
    for page in (routes.INVENTORY, routes.TASKS, routes.PRODUCTS):
        await client.navigate(page)
    await client.until(lambda: client.page(ProductState).loaded)
    await client.navigate(routes.HOME)
    assert shown(client) == 3
    return client


def shown(client):
    """Count the rows that the tab holds, of all three states."""
    return (
        len(client.page(InventoryState).products)
        + len(client.page(ProductState).products)
        + len(client.page(TaskState).tasks)
    )


async def test_rows_stay_while_the_user_stays(client):
    await client.open(routes.HOME)
    assert shown(client) == 3


async def test_rows_go_with_the_first_event_after_signing_out(client):
    await client.sign_out()
    await client.send(NavbarState.sync_from_django)
    assert shown(client) == 0
    assert client.page(NavbarState).is_authenticated is False


@pytest.mark.parametrize("somebody", [True, False])
async def test_next_user_of_the_tab_is_sent_no_row_of_the_last_one(client, somebody):
    await client.sign_out()
    await client.sign_in(await add(UserFactory) if somebody else None)
    await client.open(routes.HOME)
    assert shown(client) == 0
    for row in ("My coffee", "Tea for all", "My task"):
        assert row not in str(client.frames)


@pytest.mark.parametrize("somebody", [True, False])
async def test_next_user_of_the_tab_is_not_told_who_the_last_one_was(
    connect, user, somebody
):
    user.email = "somebody@example.com"
    await user.asave()
    client = await connect(user, routes.TASKS)
    assert user.email in str(client.frames)
    await client.sign_out()
    await client.sign_in(await add(UserFactory) if somebody else None)
    await client.open(routes.HOME)
    for said in (user.username, user.email):
        assert said not in str(client.frames)


async def test_form_of_the_last_user_is_gone_too(client, user):
    product = await StockProduct.objects.for_owner(user).aget()
    await client.send(InventoryState.start_editing, product.pk)
    await client.sign_out()
    await client.sign_in(await add(UserFactory))
    await client.open(routes.INVENTORY)
    page = client.page(InventoryState)
    assert (page.form_open, page.editing_id, page.form["name"]) == (False, None, "")
