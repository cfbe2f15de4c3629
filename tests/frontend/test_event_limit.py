"""One tab cannot take the server's time away from the others."""

import time

import pytest

from frontend import faults, routes
from frontend.states.tasks import TaskState
from inventory import rate_limits
from tests.factories import TaskFactory
from tests.frontend.queries import counted_queries
from tests.frontend.rows import add

pytestmark = pytest.mark.django_db(transaction=True)


async def test_tab_that_floods_is_refused_before_anything_is_looked_up(
    connect, user, monkeypatch
):
    flooding = await connect(user, routes.TASKS)
    other = await connect(user, routes.TASKS)
    task = await add(TaskFactory, owner=user)
    while rate_limits.events.hit(rate_limits.PER_TAB, "tab", flooding.token):
        pass
    with counted_queries() as queries:
        await flooding.send(TaskState.delete_task, task.pk)
    assert queries == []
    assert flooding.toasts == [("error", faults.TOO_MANY)]
    await other.send(TaskState.delete_task, task.pk)
    assert other.toasts == [("success", f"Deleted “{task.title}”.")]


def test_tabs_of_before_are_forgotten(monkeypatch):
    storage = rate_limits.events.storage
    for number in range(50):
        rate_limits.events.hit(rate_limits.PER_TAB, "tab", str(number))
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    rate_limits.events.hit(rate_limits.PER_TAB, "tab", "new")
    storage.timer.join()
    kept = {*storage.storage, *storage.events, *storage.expirations, *storage.locks}
    assert len(kept) == 1
