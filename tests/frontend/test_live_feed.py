"""Pages are told of a change once it is known who of them is still signed in."""

import pytest
from django.db import OperationalError

from frontend.live_feed import Feed, Follower
from inventory.sessions import SessionStore


@pytest.fixture
async def feed():
    """Listen for a name that nobody announces."""
    feed = Feed("nothing.of.that.name")
    yield feed
    feed.close()


def follower(feed, user_id):
    page = Follower(feed, SessionStore(), user_id)
    feed.followers.add(page)
    return page


async def test_page_that_comes_meanwhile_has_read_the_change_already(feed):
    first, later = follower(feed, 1), []

    async def read_users():
        later.append(follower(feed, 2))
        return {}

    feed._read_users = read_users
    await feed._tell(feed.followers, {7})
    assert first._changed == {7}
    assert [page._changed for page in later] == [set()]


async def test_each_page_is_told_that_sessions_cannot_be_read(feed):
    page = follower(feed, 1)

    async def read_users():
        raise OperationalError("away")

    feed._read_users = read_users
    await feed._tell(feed.followers, {7})
    assert await page.changes() == {7}
    with pytest.raises(OperationalError):
        await feed.users()
