"""A page connects anew when the database was away, and only then."""

import asyncio
from unittest.mock import Mock

import psycopg
import pytest
from django.db import OperationalError
from reflex_base.event.context import EventContext

from frontend.events import load_again
from frontend.tabs.manager import Tabs
from frontend.threads.database import close_database_threads, run_in_database_thread
from frontend.threads.work_item import home_loop

AWAY = psycopg.OperationalError(), psycopg.errors.CannotConnectNow()
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

    assert not await run_in_database_thread(fail)
    assert await sent_away.get() == ("tab", asyncio.get_running_loop())
    await close_database_threads()
