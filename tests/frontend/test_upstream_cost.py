"""The savings of ``frontend/upstream_cost.py``.

Each works, and each is still needed: where a test ``..._still_...`` fails, upstream
has mended it too, and the function can go.
"""

import asyncio
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from asgiref.sync import SyncToAsync
from reflex.app import App
from reflex_base.event.processor import base_state_processor as processor
from reflex_django.bridge.event import preprocess

from frontend import routes
from frontend.events import faults
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.tasks import TaskState
from tests.frontend.queries import around_queries, counted_queries, database_away

pytestmark = pytest.mark.django_db(transaction=True)


def as_upstream_has_it(owner: Any, name: str, original: str) -> Any:
    """Take one of our wrappers off for the length of a block."""
    kept = inspect.getclosurevars(getattr(owner, name)).nonlocals[original]
    return patch.object(owner, name, kept)


@contextmanager
def events_in_the_loop() -> Iterator[None]:
    with (
        as_upstream_has_it(App, "_preprocess", "preprocess"),
        as_upstream_has_it(processor, "process_event", "process_event"),
        as_upstream_has_it(SyncToAsync, "__call__", "call"),
    ):
        yield


@contextmanager
def counted_switches() -> Iterator[list[object]]:
    """Note each time that work is handed from an event loop to a thread."""
    switches: list[object] = []
    loop = asyncio.get_running_loop()
    hand_over = loop.run_in_executor

    def note(executor: Any, work: Any, *args: Any) -> Any:
        switches.append(executor)
        return hand_over(executor, work, *args)

    with patch.object(loop, "run_in_executor", note):
        yield switches


# run_events_in_a_thread


@pytest.fixture
async def threads_of_two_events(connect, user):
    """Give the names of the threads that query for one event of each of two tabs."""
    tabs = [await connect(user, routes.TASKS) for _ in range(2)]

    async def run() -> list[set[str]]:
        used: list[set[str]] = []
        for tab in tabs:
            names: set[str] = set()

            def note(execute: Callable[..., Any], *args: Any, names=names) -> Any:
                names.add(threading.current_thread().name)
                return execute(*args)

            with around_queries(note):
                await tab.send(TaskState.refresh_tasks)
            used.append(names)
        return used

    return run


async def test_each_event_has_a_thread_of_its_own(threads_of_two_events):
    for names in await threads_of_two_events():
        (name,) = names
        assert name.startswith("database")


async def test_all_events_would_still_share_one_thread(threads_of_two_events):
    with events_in_the_loop():
        first, second = await threads_of_two_events()
    assert first == second
    assert len(first) == 1


async def test_an_event_switches_threads_once(connect, user):
    client = await connect(user, routes.TASKS)
    with counted_switches() as switches:
        await client.send(TaskState.add_task, {"title": "Pay", "form_key": "0"})
    assert len(switches) == 1
    assert [task["title"] for task in client.page(TaskState).tasks] == ["Pay"]


async def test_upstream_still_switches_for_each_query(connect, user):
    client = await connect(user, routes.TASKS)
    with events_in_the_loop(), counted_switches() as switches:
        await client.send(TaskState.add_task, {"title": "Pay", "form_key": "0"})
    assert len(switches) > 5


# look_once_for_a_page


@pytest.mark.parametrize(("path", "budget"), [(routes.TASKS, 3), (routes.INVENTORY, 4)])
async def test_opening_a_page_takes_few_queries_and_two_switches(
    connect, user, path, budget
):
    client = await connect(user, routes.HOME)
    with counted_switches() as switches, counted_queries() as queries:
        await client.open(path)
    assert (len(switches), len(queries)) == (2, budget)
    with counted_switches() as switches, counted_queries() as queries:
        await client.navigate(path)
    assert (len(switches), len(queries)) == (1, budget)
    page = client.page(TaskState if path == routes.TASKS else InventoryState)
    assert page.loaded
    assert page.is_hydrated


async def test_upstream_still_looks_for_each_event(connect, user):
    client = await connect(user, routes.HOME)
    alone = "bridge_request_for_state"
    with (
        as_upstream_has_it(preprocess, alone, "bridge"),
        counted_queries() as queries,
    ):
        await client.open(routes.TASKS)
    assert len(queries) > 5


async def test_another_person_s_look_is_not_taken_over(connect, user):
    client = await connect(user, routes.TASKS)
    await client.sign_out()
    await client.navigate(routes.TASKS)
    assert client.redirects == ["/login?next=%2Ftasks"]
    assert client.page(TaskState).tasks == []


async def test_a_page_that_cannot_be_loaded_says_so_and_is_not_left_waiting(
    connect, user
):
    client = await connect(user, routes.HOME)
    with database_away(for_table="shop_task"):
        await client.navigate(routes.TASKS)
    assert client.toasts == [("error", faults.DATABASE_AWAY)]
    assert client.page(TaskState).is_hydrated
    assert client.page(NavbarState).username == user.username


async def test_what_fails_keeps_nothing_else_of_a_page_from_loading(connect, user):
    client = await connect(user, routes.HOME)
    with database_away(for_table="inventory_product"):  # the navbar counts them
        await client.navigate(routes.TASKS)
    assert client.toasts == [("error", faults.DATABASE_AWAY)]
    assert client.page(TaskState).loaded
