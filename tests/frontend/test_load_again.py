"""A page connects anew when the database was away, and searches anew, and only then."""

import asyncio
import contextlib
from types import SimpleNamespace
from unittest.mock import Mock

import psycopg
import pytest
from django.db import OperationalError
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_django.bridge.event import DjangoEventBridge

from frontend import load_again
from frontend.carriage import home_loop
from frontend.db_threads import carried, close_database_threads
from frontend.tab_states import Tabs

AWAY = psycopg.OperationalError(), psycopg.errors.CannotConnectNow()
STATE = SimpleNamespace(
    router=SimpleNamespace(session=SimpleNamespace(client_token="tab"))
)
SEARCH = f"state.{load_again.SEARCH}"
BUSY = psycopg.errors.QueryCanceled(), psycopg.errors.LockNotAvailable()


@pytest.fixture
def sent_away(monkeypatch):
    """Name the tabs that were sent away, the next moment."""
    monkeypatch.setattr(load_again, "WAIT", (0, 0))
    found = asyncio.Queue()

    async def send_away(tab):
        found.put_nowait((tab, asyncio.get_running_loop()))

    tabs = Mock(spec=Tabs, send_away=send_away)
    with EventContext(token="tab", state_manager=tabs, enqueue_impl=Mock()):
        yield found


class Asked:
    """A tab's page, and a database that is away for as long as it is told to be."""

    def __init__(self, monkeypatch):
        self.is_away, self.searched = True, []
        self.bridge = load_again.PatientBridge()
        monkeypatch.setattr(DjangoEventBridge, "preprocess", self._look)

    async def _look(self, *_):
        if self.is_away:
            raise failed(None)

    async def ask(self, name, path="/inventory/", **payload):
        """Send an event, as the middleware sees it."""
        event = Event(name=name, router_data={"pathname": path}, payload=payload)
        with contextlib.suppress(OperationalError):
            await self.bridge.preprocess(Mock(), STATE, event)

    async def enqueue(self, tab, event):
        """Take what is asked for again."""
        self.searched.append((tab, event.payload["text"]))
        handled = asyncio.create_task(self.bridge.preprocess(Mock(), STATE, event))
        handled.add_done_callback(asyncio.Task.exception)
        return [handled]


@pytest.fixture
def asked(monkeypatch, sent_away):
    monkeypatch.setattr(load_again, "_searches", {})
    asked = Asked(monkeypatch)
    with EventContext(
        token="tab",
        state_manager=EventContext.get().state_manager,
        enqueue_impl=asked.enqueue,
    ):
        yield asked


def failed(cause):
    error = OperationalError()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("cause", AWAY, ids=repr)
async def test_once_for_all_that_fails_in_a_moment(cause, sent_away):
    for _ in range(3):
        load_again.load_again_soon(failed(cause))
    assert await sent_away.get() == ("tab", asyncio.get_running_loop())
    await asyncio.sleep(0)
    assert sent_away.empty()
    assert load_again._waiting == {}


@pytest.mark.parametrize("cause", BUSY, ids=repr)
async def test_a_question_that_takes_too_long_is_not_asked_again(cause, sent_away):
    load_again.load_again_soon(failed(cause))
    await asyncio.sleep(0)
    assert load_again._waiting == {}


@pytest.mark.django_db(transaction=True)
async def test_from_a_database_thread_on_the_loop_of_the_sockets(sent_away):
    async def fail():
        load_again.load_again_soon(failed(None))
        return asyncio.get_running_loop() is home_loop()

    assert not await carried(fail)
    assert await sent_away.get() == ("tab", asyncio.get_running_loop())
    await close_database_threads()


async def test_a_search_is_asked_for_again_until_it_is_answered(asked, sent_away):
    await asked.ask(SEARCH, text="oa")
    await asked.ask(SEARCH, text="oak")
    load_again.load_again_soon(failed(None))
    for _ in range(2):
        await sent_away.get()
    asked.is_away = False
    await asyncio.wait({load_again._waiting["tab"]})
    assert set(asked.searched) == {("tab", "oak")}
    assert len(asked.searched) >= 3
    assert load_again._searches == {}


@pytest.mark.parametrize(
    "later",
    [("state.set_search_query", "/inventory/"), ("on_load", "/tasks/")],
    ids=["a newer search", "another page"],
)
async def test_a_search_is_forgotten_after(later, asked):
    await asked.ask(SEARCH, text="oak")
    asked.is_away = False
    await asked.ask("state.change_view", value="price")
    assert [*load_again._searches] == ["tab"]
    await asked.ask(*later)
    assert load_again._searches == {}


async def test_a_save_is_not_asked_for_again(asked):
    await asked.ask("state.save_product")
    assert load_again._searches == {}
