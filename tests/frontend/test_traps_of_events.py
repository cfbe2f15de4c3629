"""Traps that only a real event shows, each with its number.

A test that fails says: upstream has mended this one, and the detour can go.
"""

import pytest
from django.db.models.signals import post_save
from reflex_django.state.mixins import ListMixin

from frontend import routes
from frontend.events.gate import Gate
from frontend.frontend import app
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.products import ProductState
from frontend.states.tasks import TaskState
from inventory.models import Product
from tests.factories import InventoryProductFactory, TaskFactory
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)


async def test_event_of_a_plain_state_leaves_the_navbar_as_it_was(connect, user):
    """Trap 12: hence ``sync_from_django`` in every page's ``on_load``."""
    client = await connect(user, routes.HOME)
    user.username = "renamed"
    await user.asave()
    await client.send(TaskState.refresh_tasks)
    assert client.page(NavbarState).username != "renamed"
    await client.navigate(routes.TASKS)
    assert client.page(NavbarState).username == "renamed"


@pytest.mark.parametrize(("mirrored", "repeated"), [(True, True), (False, False)])
async def test_mirrored_csrf_token_is_another_after_each_event(
    connect, user, settings, mirrored, repeated
):
    """Trap 13: hence ``RX_MIRROR_CSRF = False``."""
    settings.RX_MIRROR_CSRF = mirrored
    client = await connect(user, routes.INVENTORY)
    await client.send(InventoryState.load_inventory)
    assert ("csrf_token" in str(client.frames)) is repeated


def test_bulk_writes_send_no_signal(user):
    """Trap 16: hence a save for each row, or an announcement of its own."""
    seen = []
    row = InventoryProductFactory.build(owner=user)

    def note(sender, **_):
        seen.append(sender)

    post_save.connect(note, sender=Product)
    try:
        Product.objects.bulk_create([row])
        Product.objects.update(name="Renamed")
        assert seen == []
        row.save()
        assert seen == [Product]
    finally:
        post_save.disconnect(note, sender=Product)


async def test_rows_outlive_the_session_and_the_next_page_load_sends_them(
    connect, user, monkeypatch
):
    """Trap 21: hence ``Gate`` empties the states of a user who has gone."""
    without_gate = [each for each in app._middlewares if not isinstance(each, Gate)]
    monkeypatch.setattr(app, "_middlewares", without_gate)
    await add(TaskFactory, owner=user, title="My task")
    client = await connect(user, routes.TASKS)
    await client.sign_out()
    await client.open(routes.HOME)
    assert "My task" in str(client.frames)


def test_live_insert_is_left_out_where_there_are_pages():
    """No number: hence ``LiveList`` reads the open page again."""
    state = ProductState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    row = {"id": 1, "name": "Cup"}
    options = ProductState.get_options()
    assert ListMixin.patch_list_row(state, options, row, was_create=True) is False
