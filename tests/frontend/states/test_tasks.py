"""The plain style: one's own to-do list."""

import pytest

from frontend import routes
from frontend.events import faults
from frontend.states.tasks import TaskState
from shop.models import Task
from tests.factories import TaskFactory, UserFactory
from tests.frontend.queries import (
    SECRET,
    database_away,
    deleted_at_the_last_moment,
)
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)

GONE = ("info", "This task is no longer there.")


@pytest.fixture
async def client(connect, user):
    """The user's tab, opened on an empty list."""
    return await connect(user, routes.TASKS)


def titles(client):
    return [row["title"] for row in client.page(TaskState).tasks]


# Load


async def test_load_shows_only_own_rows(connect, user):
    await add(TaskFactory, owner=user, title="Count the cups")
    await add(TaskFactory, title="Somebody else's")
    client = await connect(user, routes.TASKS)
    assert titles(client) == ["Count the cups"]


async def test_row_holds_what_the_page_shows(connect, user):
    task = await add(TaskFactory, owner=user, title="Count the cups")
    client = await connect(user, routes.TASKS)
    assert client.page(TaskState).tasks == [
        {"id": task.pk, "title": "Count the cups", "done": False}
    ]


async def test_empty_list_is_loaded_too(client):
    page = client.page(TaskState)
    assert (page.loaded, page.tasks) == (True, [])


async def test_load_signed_out_leads_to_sign_in_and_back(connect):
    await add(TaskFactory)
    client = await connect(None, routes.TASKS)
    assert client.redirects == ["/login?next=%2Ftasks"]
    assert client.page(TaskState).tasks == []


# Create


async def test_create_saves_and_shows_the_row(client, user):
    await client.send(
        TaskState.add_task, {"title": "  Count the cups ", "form_key": "0"}
    )
    assert await Task.objects.values("owner", "title", "done").aget() == {
        "owner": user.pk,
        "title": "Count the cups",
        "done": False,
    }
    assert titles(client) == ["Count the cups"]


async def test_create_empties_the_form(client):
    before = client.page(TaskState).form_key
    await client.send(TaskState.add_task, {"title": "Count the cups", "form_key": "0"})
    assert client.page(TaskState).form_key != before


async def test_second_of_two_clicks_saves_nothing(client):
    for _click in range(2):
        form = {"title": "Count the cups", "form_key": "0"}
        await client.send(TaskState.add_task, form)
    assert await Task.objects.acount() == 1


async def test_create_takes_nothing_else_from_the_browser(client, user):
    other = await add(UserFactory)
    forged = dict.fromkeys(["owner", "owner_id", "id", "pk"], str(other.pk))
    await client.send(TaskState.add_task, {"title": "Mine", **forged, "form_key": "0"})
    assert not await Task.objects.filter(owner=other).aexists()
    assert not await Task.objects.filter(pk=other.pk).aexists()


async def test_bad_field_gets_a_message_and_nothing_is_written(client):
    before = client.page(TaskState).form_key
    for title in ("", "   ", "x" * 201, "two\nlines", "a\0b"):
        await client.send(TaskState.add_task, {"title": title, "form_key": "0"})
        page = client.page(TaskState)
        assert list(page.field_errors) == ["title"], title
        assert page.form_key == before  # what was typed stays
    assert not await Task.objects.aexists()


async def test_message_goes_once_the_field_is_right(client):
    await client.send(TaskState.add_task, {"form_key": "0"})
    assert client.page(TaskState).field_errors
    await client.send(TaskState.add_task, {"title": "Count the cups", "form_key": "0"})
    assert not client.page(TaskState).field_errors


# Edit and delete


async def test_edit_ticks_and_unticks(client, user):
    task = await add(TaskFactory, owner=user)
    for done in (True, False):
        await client.send(TaskState.toggle_task, task.pk)
        await task.arefresh_from_db()
        assert task.done is done
        assert [row["done"] for row in client.page(TaskState).tasks] == [done]


async def test_edit_moves_what_is_done_below_what_is_open(client, user):
    first, second = [
        await add(TaskFactory, owner=user, title=title) for title in ("One", "Two")
    ]
    await client.send(TaskState.toggle_task, second.pk)
    assert titles(client) == [first.title, second.title]


async def test_task_that_is_deleted_meanwhile_does_not_come_back(client, user):
    task = await add(TaskFactory, owner=user)
    with deleted_at_the_last_moment(Task.objects.filter(pk=task.pk)):
        await client.send(TaskState.toggle_task, task.pk)
    assert client.toasts == [GONE]
    assert not await Task.objects.aexists()


async def test_delete_removes_the_row_and_says_so(client, user):
    task = await add(TaskFactory, owner=user, title="Count the cups")
    await client.send(TaskState.delete_task, task.pk)
    assert client.toasts == [("success", "Deleted “Count the cups”.")]
    assert titles(client) == []
    assert not await Task.objects.aexists()


@pytest.mark.parametrize("handler", [TaskState.toggle_task, TaskState.delete_task])
async def test_another_users_row_looks_as_if_it_were_missing(client, handler):
    theirs = await add(TaskFactory)
    seen = []
    for task_id in (theirs.pk, theirs.pk + 1, -1, 2**63 - 1):
        await client.send(handler, task_id)
        seen.append((client.frames, client.toasts))
    assert all(answer == seen[0] for answer in seen)
    assert client.toasts == [GONE]
    await theirs.arefresh_from_db()
    assert theirs.done is False


# Signed out, database away


async def test_signed_out_every_event_leads_to_sign_in(connect):
    task = await add(TaskFactory, pk=1)
    client = await connect(None, routes.TASKS)
    for handler, *arguments in [
        (TaskState.refresh_tasks,),
        (TaskState.add_task, {"title": "Mine now", "form_key": "0"}),
        (TaskState.toggle_task, 1),
        (TaskState.delete_task, 1),
    ]:
        await client.send(handler, *arguments)
        assert client.redirects == ["/login?next=%2Ftasks"]
    assert await Task.objects.values_list("title", "done").aget() == (task.title, False)


async def test_database_away_says_so_and_keeps_the_list(client, user, caplog):
    await add(TaskFactory, owner=user, title="Count the cups")
    await client.send(TaskState.refresh_tasks)
    with database_away(for_table="shop_task"):
        await client.send(TaskState.refresh_tasks)
    assert client.toasts == [("error", faults.DATABASE_AWAY)]
    assert titles(client) == ["Count the cups"]
    assert SECRET in caplog.text
    assert SECRET not in str(client.frames)
