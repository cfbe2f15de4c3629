"""Pages are told of a change once it is known who of them is still signed in."""

import asyncio
from unittest.mock import AsyncMock

import pytest
from django.db import OperationalError

from frontend.live import feed as live_feed
from frontend.live.feed import Feed, Follower
from inventory.sessions import SessionStore


@pytest.fixture
async def feed():
    """Listen for a name that nobody announces."""
    feed = Feed("nothing.of.that.name")
    yield feed
    feed.close()


def follower(feed, user_id):
    page = Follower(feed, SessionStore(), user_id)
    feed.followers[str(len(feed.followers))] = page
    return page


async def test_page_that_comes_meanwhile_has_read_the_change_already(feed):
    first, later = follower(feed, 1), []

    async def read_users():
        later.append(follower(feed, 2))
        return {}

    feed._read_users = read_users
    await feed._tell(feed.followers.values(), {7})
    assert first._changed == {7}
    assert [page._changed for page in later] == [set()]


async def test_page_sleeps_until_it_is_known_who_is_signed_in(feed):
    page, told = follower(feed, 1), []

    async def read_users():
        told.append(page._changed.copy())
        return {}

    feed._read_users = read_users
    await feed._tell(feed.followers.values(), {7})
    assert (told, page._changed) == ([set()], {7})


async def test_read_that_takes_too_long_is_waited_for_by_the_pages(feed, monkeypatch):
    monkeypatch.setattr(live_feed, "PATIENCE", 0.01)
    page, goes_on, reads = follower(feed, 1), asyncio.Event(), []

    async def read_users():
        reads.append(1)
        await goes_on.wait()
        return {"key": 1}

    feed._read_users = read_users
    await feed._tell(feed.followers.values(), {7})
    assert await page.changes() == {7}
    goes_on.set()
    assert await feed.users() == {"key": 1}
    assert len(reads) == 1


async def test_page_that_could_not_be_read_is_told_again(feed, monkeypatch):
    monkeypatch.setattr(live_feed, "RETRY", 0.01)
    page = follower(feed, 1)
    feed._read_users = AsyncMock(return_value={})
    for _ in range(2):
        page.try_again()
        assert await page.changes() == {None}
    await feed._retry
    page.try_again()
    feed.close()
    with pytest.raises(asyncio.CancelledError):
        await feed._retry


async def test_each_page_is_told_that_sessions_cannot_be_read(feed):
    page = follower(feed, 1)

    async def read_users():
        raise OperationalError("away")

    feed._read_users = read_users
    await feed._tell(feed.followers.values(), {7})
    assert await page.changes() == {7}
    with pytest.raises(OperationalError):
        await feed.users()
