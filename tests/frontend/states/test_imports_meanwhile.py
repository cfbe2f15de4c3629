"""Importing a file: what others do meanwhile, and who changes their mind."""

import threading

import pytest
from asgiref.sync import sync_to_async

from frontend import routes
from frontend.states import imports
from frontend.states.imports import CHOOSING, DONE, READY, WRITING, ImportState
from frontend.states.tasks import TaskState
from frontend.threads import long_work
from inventory import uploads
from inventory.csv_preview import import_as_shown
from inventory.models import Product
from tests.factories import UserFactory
from tests.frontend.rows import add

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_imports"),
]


@pytest.fixture
def gate(monkeypatch):
    """Hold every import at its first look at the progress, until the gate opens."""
    opened, reached = threading.Event(), threading.Event()
    progress = long_work.LongWork._progress

    def wait_there(self, done, total):
        reached.set()
        opened.wait(20)
        progress(self, done, total)

    monkeypatch.setattr(long_work.LongWork, "_progress", wait_there)
    yield opened, reached
    opened.set()


def shown(client):
    return client.page(ImportState)


async def skus(user):
    return {each.sku async for each in Product.objects.for_owner(user)}


async def test_others_are_served_while_it_runs(send_file, connect, gate):
    opened, reached = gate
    client = await send_file("a,Cup,1", until="checking")
    await sync_to_async(reached.wait, thread_sensitive=False)(20)
    other = await connect(await add(UserFactory), routes.TASKS)
    await other.send(TaskState.add_task, {"title": "Pay", "form_key": "0"})
    assert [task["title"] for task in other.page(TaskState).tasks] == ["Pay"]
    assert shown(client).phase == "checking"
    opened.set()
    await client.until(lambda: shown(client).phase == READY)


async def test_cancel_while_it_writes_undoes_all_of_it(send_file, user, gate):
    opened, reached = gate
    opened.set()
    client = await send_file("a,Cup,1", "b,Pot,2")
    opened.clear()
    reached.clear()
    await client.send(ImportState.start_import)
    await client.until(lambda: shown(client).phase == WRITING)
    await sync_to_async(reached.wait, thread_sensitive=False)(20)
    await client.send(ImportState.cancel_import)
    assert (shown(client).phase, shown(client).stopping) == (WRITING, True)
    opened.set()
    await client.until(lambda: shown(client).phase == CHOOSING)
    assert await skus(user) == set()
    assert await uploads.waiting(user.pk) is None


async def test_cancel_that_comes_too_late_says_so(send_file, user, monkeypatch):
    written, ends = threading.Event(), threading.Event()

    def write_and_wait(*args):
        done = import_as_shown(*args)
        written.set()
        ends.wait(20)
        return done

    monkeypatch.setattr(imports, "import_as_shown", write_and_wait)
    client = await send_file("a,Cup,1")
    await client.send(ImportState.start_import)
    await sync_to_async(written.wait, thread_sensitive=False)(20)
    await client.send(ImportState.cancel_import)
    ends.set()
    await client.until(lambda: shown(client).phase == DONE)
    assert shown(client).stopping
    assert await skus(user) == {"A"}
    assert await uploads.waiting(user.pk) is None


async def test_next_user_of_the_tab_gets_nothing_of_it(send_file, gate):
    opened, reached = gate
    client = await send_file("a,My own cup,1", until="checking")
    await sync_to_async(reached.wait, thread_sensitive=False)(20)
    await client.sign_out()
    await client.sign_in(await add(UserFactory))
    await client.open(routes.IMPORT)
    opened.set()
    await client.all_ended()
    assert shown(client).phase == CHOOSING
    assert shown(client).lines == []


async def test_session_that_ends_meanwhile_ends_the_check(send_file, gate):
    opened, reached = gate
    client = await send_file("a,My own cup,1", until="checking")
    await sync_to_async(reached.wait, thread_sensitive=False)(20)
    await client.sign_out()
    opened.set()
    await client.until(lambda: client.redirects)
    assert shown(client).lines == []
