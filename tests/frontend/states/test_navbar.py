"""The layout knows who is signed in."""

import pytest

from frontend import routes
from frontend.states.navbar import NavbarState

pytestmark = pytest.mark.django_db(transaction=True)


async def test_page_load_shows_who_is_signed_in(connect, user):
    client = await connect(user, routes.HOME)
    page = client.page(NavbarState)
    assert (page.is_authenticated, page.username) == (True, user.username)
    assert page.is_staff is False


async def test_staff_is_told_apart(connect, user):
    user.is_staff = True
    await user.asave()
    client = await connect(user, routes.HOME)
    assert client.page(NavbarState).is_staff is True


async def test_signed_out_it_shows_nobody_and_the_page_stays(connect):
    client = await connect(None, routes.HOME)
    page = client.page(NavbarState)
    assert (page.is_authenticated, page.username) == (False, "")
    assert client.redirects == []


async def test_navbar_follows_when_the_session_ends_elsewhere(connect, user):
    client = await connect(user, routes.HOME)
    await client.sign_out()
    await client.navigate(routes.SIGN_UP)
    page = client.page(NavbarState)
    assert (page.is_authenticated, page.username) == (False, "")


async def test_deactivated_user_counts_as_signed_out(connect, user):
    client = await connect(user, routes.TASKS)
    user.is_active = False
    await user.asave()
    await client.navigate(routes.TASKS)
    assert client.page(NavbarState).is_authenticated is False
    assert client.redirects == ["/login?next=%2Ftasks"]


async def test_changed_password_ends_other_sessions(connect, user):
    client = await connect(user, routes.TASKS)
    user.set_password("another one")
    await user.asave()
    await client.navigate(routes.TASKS)
    assert client.redirects == ["/login?next=%2Ftasks"]


async def test_what_no_page_shows_is_not_mirrored(connect, user):
    client = await connect(user, routes.HOME)
    page = client.page(NavbarState)
    assert (page.csrf_token, page.messages, page.language) == ("", [], "")
    assert user.password not in str(client.frames)
