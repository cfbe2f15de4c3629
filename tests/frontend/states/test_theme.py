"""The theme that was chosen is kept in the session."""

import pytest

from frontend import routes
from frontend.states.navbar import NavbarState
from inventory.sessions import Session, SessionStore
from tests.frontend.queries import counted_queries

pytestmark = pytest.mark.django_db(transaction=True)

BUDGET = 2  # the session with its user; saving writes it


async def test_choice_is_there_at_the_next_load(connect, user):
    client = await connect(user, routes.HOME)
    assert client.page(NavbarState).theme == ""
    await client.send(NavbarState.remember_theme, "dark")
    assert await SessionStore(client.session_key).aget("theme") == "dark"
    await client.open(routes.TASKS)
    assert client.page(NavbarState).theme == "dark"
    assert client.page(NavbarState).is_authenticated


async def test_remembering_stays_within_its_budget(connect, user):
    client = await connect(user, routes.HOME)
    with counted_queries() as queries:
        await client.send(NavbarState.remember_theme, "dark")
    assert len(queries) == BUDGET, queries


async def test_anything_else_is_no_theme(connect, user):
    client = await connect(user, routes.HOME)
    await client.send(NavbarState.remember_theme, "<script>")
    assert await SessionStore(client.session_key).aget("theme") is None


async def test_stranger_leaves_no_session_behind(connect):
    client = await connect(None, routes.HOME)
    await client.send(NavbarState.remember_theme, "dark")
    assert await Session.objects.acount() == 0
