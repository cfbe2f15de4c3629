"""The layout knows who is signed in."""

import pytest

from frontend import routes
from frontend.states.navbar import MOST_SHOWN, NavbarState
from tests.factories import InventoryProductFactory
from tests.frontend.queries import counted_queries
from tests.frontend.rows import add, add_many

pytestmark = pytest.mark.django_db(transaction=True)


async def test_page_load_shows_who_is_signed_in(connect, user):
    client = await connect(user, routes.HOME)
    page = client.page(NavbarState)
    assert (page.is_authenticated, page.username) == (True, user.username)
    assert page.is_staff is False


@pytest.mark.parametrize("path", [routes.SIGN_IN, routes.SIGN_UP])
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("", "/"),
        ("?next=/tasks", "/tasks"),
        ("?next=%2Finventory%3Fsort%3Dprice", "/inventory?sort=price"),
        ("?next=https://example.com/", "/"),
        ("?next=//example.com/", "/"),
        ("?next=javascript:alert(1)", "/"),
        ("?next=/admin/", "/"),  # a page of Django's, which the router does not know
    ],
)
async def test_who_is_signed_in_is_led_on(connect, user, path, asked, led):
    client = await connect(user, path + asked)
    assert client.redirects == [led]


async def test_the_other_form_leads_to_the_same_page(connect):
    client = await connect(None, f"{routes.SIGN_IN}?next=%2Ftasks")
    assert client.redirects == []
    assert client.page(NavbarState).next_query == "?next=%2Ftasks"
    await client.navigate(routes.SIGN_UP)
    assert client.page(NavbarState).next_query == ""


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


async def test_low_stock_is_ones_own_and_counted_at_each_page(connect, user):
    low = {"owner": user, "reorder_level": 0}
    await add(InventoryProductFactory, reorder_level=0)
    client = await connect(user, routes.HOME)
    assert client.page(NavbarState).low_stock_count == 0
    await add_many(InventoryProductFactory, 2, **low)
    await add(InventoryProductFactory, is_active=False, **low)
    with counted_queries() as queries:
        await client.send(NavbarState.sync_from_django)
    assert client.page(NavbarState).low_stock_count == 2
    assert len(queries) == 2  # the session with its user, the count
    await add_many(InventoryProductFactory, MOST_SHOWN + 5, **low)
    await client.send(NavbarState.sync_from_django)
    assert client.page(NavbarState).low_stock_count == MOST_SHOWN + 1  # "99+"
    await client.sign_out()
    await client.navigate(routes.SIGN_IN)
    assert client.page(NavbarState).low_stock_count == 0
