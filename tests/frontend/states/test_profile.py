"""The profile page: one's own details, and what was saved just now."""

import pytest

from frontend import routes
from frontend.states.profile import SAVED, ProfileState

pytestmark = pytest.mark.django_db(transaction=True)


async def test_load_shows_own_details(connect, user):
    user.first_name, user.email = "Ada", "ada@example.com"
    await user.asave()
    client = await connect(user, routes.PROFILE)
    page = client.page(ProfileState)
    details = {"first_name": "Ada", "last_name": "", "email": "ada@example.com"}
    assert (page.details, page.notice) == (details, "")
    assert user.password not in str(client.frames)


@pytest.mark.parametrize(
    ("query", "notice"),
    [("saved=details", SAVED["details"]), ("saved=%3Cb%3E", ""), ("", "")],
)
async def test_only_known_things_are_said_to_be_saved(connect, user, query, notice):
    client = await connect(user, f"{routes.PROFILE}?{query}")
    assert client.page(ProfileState).notice == notice
