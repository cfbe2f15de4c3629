"""What an event may carry: just what its handler says."""

import pytest
from reflex.state import State

from frontend import routes
from frontend.events import faults
from frontend.events.payloads import PayloadError, check_payload, refuse_lone_surrogates
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.tasks import TaskState
from shop.models import Task
from tests.factories import TaskFactory
from tests.frontend.client import as_form, name_of
from tests.frontend.rows import add

ADD, TICK, SEARCH = (
    TaskState.add_task,
    TaskState.toggle_task,
    InventoryState.set_search_query,
)


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (TICK, {"task_id": 1}),
        (SEARCH, {"text": ""}),
        (ADD, {"form_data": as_form({"title": "Count the cups"})}),
        (ADD, {"form_data": {"title": "Count the cups", "urgent": True}}),
        (TaskState.refresh_tasks, {}),
    ],
)
def test_what_a_page_sends_passes(handler, payload):
    check_payload(handler, payload)


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (TICK, {}),
        (TICK, {"task_id": 1, "owner": 2}),
        (TICK, {"pk": 1}),
        (TICK, {"task_id": "1"}),
        (TICK, {"task_id": True}),
        (TICK, {"task_id": 1.0}),
        (TICK, {"task_id": None}),
        (SEARCH, {"text": ["a"]}),
        (SEARCH, {"text": {"name__startswith": "a"}}),
        (SEARCH, {"text": "half a \ud83d"}),
        (ADD, {"form_data": "title"}),
        (ADD, {"form_data": {"title": ["a"]}}),
        (ADD, {"form_data": {"title": {"a": "b"}}}),
        (ADD, {"form_data": {"title": 1}}),
        (ADD, {"form_data": {"__reflex_form_data__": "title"}}),
        (TaskState.refresh_tasks, {"anything": 1}),
    ],
)
def test_anything_else_is_refused(handler, payload):
    with pytest.raises(PayloadError):
        check_payload(handler, payload)


@pytest.mark.parametrize(
    "sent", ["\ud800", ["a", {"b": "c\udfff"}], {"\ud83d": 1}, {"a": ("\udc00",)}]
)
def test_lone_surrogate_is_found_however_deep(sent):
    with pytest.raises(PayloadError):
        refuse_lone_surrogates(sent)


def test_whole_characters_pass():
    refuse_lone_surrogates({"a": ["\U0001f9d1\u200d\U0001f373", None, 1.5, True]})


async def test_own_handlers_of_the_navbar_are_checked_too(connect, transactional_db):
    client = await connect(None, routes.HOME)
    await client.send_raw(name_of(NavbarState.sync_from_django), {"owner": 1})
    assert client.toasts == [("error", faults.OUTDATED)]


async def test_reflexes_own_handlers_are_spared_what_ends_a_connection(
    connect, transactional_db
):
    client = await connect(None, routes.HOME)
    await client.send_raw(name_of(State.set_is_hydrated), {"value": "\ud800"})
    assert client.toasts == [("error", faults.OUTDATED)]


@pytest.mark.django_db(transaction=True)
async def test_refused_event_changes_nothing_and_says_so(connect, user, caplog):
    task = await add(TaskFactory, owner=user)
    client = await connect(user, routes.TASKS)
    await client.send_raw(name_of(TICK), {"task_id": str(task.pk)})
    assert client.toasts == [("error", faults.OUTDATED)]
    assert "TaskState.toggle_task got a bad task_id" in caplog.text
    assert not await Task.objects.filter(done=True).aexists()
