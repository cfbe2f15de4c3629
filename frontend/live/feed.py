"""Brings what one process hears to its open pages, a few times a second at most.

However many pages follow a name, the process listens once. They are told together,
so that one read serves all of them (``shared_reads.py``). Who is still signed in is
read before they wake: to wake two hundred pages once more would take longer than that.
"""

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async
from reflex_django.live import ACTION_UPDATED, ModelChange, live_broadcaster

from frontend.live.sessions import just_found, still_signed_in
from frontend.live.shared_reads import SharedReads
from frontend.threads.work_item import home_loop
from inventory.sessions import SessionStore

PAUSE = 0.1  # seconds between two rounds, at least
PATIENCE = 0.5  # seconds that pages sleep on while the sessions are read
RETRY = 2  # seconds until a page that could not be read is read again

type Key = int | str | None  # of a changed row; None: any of them may have changed


class Follower:
    """One open page: whose it is, and what has changed since it last looked."""

    def __init__(self, feed: "Feed", session: SessionStore, user_id: int) -> None:
        self.feed, self.user_id = feed, user_id
        self._task = asyncio.current_task()
        self.session_key = session.session_key or ""
        self.sign_in = just_found(session, user_id)  # as it was checked last
        self._changed: set[Key] = set()
        self._news = asyncio.Event()

    async def changes(self) -> set[Key]:
        """Wait for a round, and give the keys of all that has changed."""
        await self._news.wait()
        self._news.clear()
        changed, self._changed = self._changed, set()
        return changed

    def tell(self, changed: Iterable[Key]) -> None:
        """Have these changes looked at."""
        self._changed.update(changed)
        self._news.set()

    def end(self) -> None:
        """Stop following, wherever it waits."""
        if self._task:
            self._task.cancel()

    def try_again(self) -> None:
        """Be told in a moment that anything may have changed: reading it failed."""
        self.feed.tell_again(self)


class Feed:
    """All pages of this process that follow one name, and what they read together."""

    def __init__(self, label: str) -> None:
        self.label, self.reads = label, SharedReads()
        self.followers: dict[str, Follower] = {}  # by tab, each of which has one
        self._failed: set[Follower] = set()
        self._queue = live_broadcaster().subscribe(label)
        # An empty context: it outlives the event of the page that came first.
        self._rounds = asyncio.create_task(self._run(), context=Context())
        self._retry: asyncio.Task[None] | None = None

    def close(self) -> None:
        """Stop listening."""
        live_broadcaster().unsubscribe(self.label, self._queue)
        self._rounds.cancel()
        if self._retry:
            self._retry.cancel()

    def users(self) -> Awaitable[dict[str, int]]:
        """Give the users of all pages that are still signed in, by their sessions."""
        return self.reads.get("users", self._read_users)

    def tell_again(self, follower: Follower) -> None:
        """Have all whose reading failed try again at the same time."""
        self._failed.add(follower)
        if self._retry is None or self._retry.done():
            self._retry = asyncio.create_task(self._tell_failed(), context=Context())

    async def _tell_failed(self) -> None:
        while self._failed:
            await asyncio.sleep(RETRY)
            failed = self._failed.intersection(self.followers.values())
            self._failed.clear()
            await self._tell(failed, {None})

    async def _run(self) -> None:
        while True:
            changed = {(await self._queue.get()).pk}
            while not self._queue.empty():
                changed.add(self._queue.get_nowait().pk)
            await self._tell(self.followers.values(), changed)
            await asyncio.sleep(PAUSE)

    async def _tell(self, followers: Iterable[Follower], changed: set[Key]) -> None:
        told = list(followers)  # who comes from now on, reads what has changed
        self.reads.clear()  # what is read from now on, was committed before
        with suppress(Exception):  # which each of them meets again
            async with asyncio.timeout(PATIENCE):
                await self.users()
        for follower in told:
            follower.tell(changed)

    async def _read_users(self) -> dict[str, int]:
        pages = list(self.followers.values())
        keys = {each.session_key for each in pages}
        checked = {each.sign_in for each in pages}
        found = await sync_to_async(still_signed_in)(keys, checked)
        for each in pages:
            each.sign_in = found.get(each.session_key)
        return {key: sign_in.user_id for key, sign_in in found.items()}


_feeds: WeakKeyDictionary[AbstractEventLoop, dict[str, Feed]] = WeakKeyDictionary()


def is_connected(tab: str) -> bool:
    """Tell whether a tab has a socket; ``serve_tabs`` puts in who knows."""
    return bool(tab)


@contextmanager
def follow(
    label: str, tab: str, session: SessionStore, user_id: int
) -> Iterator[Follower]:
    """Follow what is announced under this name, until the block ends.

    The session is one in which Django has just found this user. What the tab has
    followed under this name before, ends.
    """
    feeds = _feeds.setdefault(asyncio.get_running_loop(), {})
    feed = feeds.get(label) or feeds.setdefault(label, Feed(label))
    follower = Follower(feed, session, user_id)
    if earlier := feed.followers.get(tab):
        earlier.end()
    feed.followers[tab] = follower
    if not is_connected(tab):  # its socket has closed while this event waited
        follower.end()
    try:
        yield follower
    finally:
        if feed.followers.get(tab) is follower:
            del feed.followers[tab]
            if not feed.followers:
                feeds.pop(label).close()


def leave(tab: str) -> None:
    """End all that a tab of this loop follows: it has closed its connection."""
    for feed in list(_feeds.get(asyncio.get_running_loop(), {}).values()):
        if follower := feed.followers.get(tab):
            follower.end()


def try_again(label: str, session_key: str) -> None:
    """Have the pages of a session look again in a moment: one could not be read.

    From any thread.
    """
    home_loop().call_soon_threadsafe(_try_again, label, session_key)


def _try_again(label: str, session_key: str) -> None:
    feed = _feeds.get(asyncio.get_running_loop(), {}).get(label)
    for follower in feed.followers.values() if feed else ():
        if follower.session_key == session_key:
            follower.try_again()


def announce_all(prefix: str = "") -> None:
    """Have all pages of this loop look again whose name begins like this."""
    for label in list(_feeds.get(asyncio.get_running_loop(), ())):
        if label.startswith(prefix):
            live_broadcaster().publish(ModelChange(label, ACTION_UPDATED, pk=None))
