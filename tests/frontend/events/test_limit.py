"""One tab cannot take the server's time away from the others."""

import threading

import pytest

from frontend import routes
from frontend.events import faults
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
    while rate_limits.events.hit(flooding.token):
        pass
    with counted_queries() as queries:
        await flooding.send(TaskState.delete_task, task.pk)
    assert queries == []
    assert flooding.toasts == [("error", faults.TOO_MANY)]
    await other.send(TaskState.delete_task, task.pk)
    assert other.toasts == [("success", f"Deleted “{task.title}”.")]


def test_tabs_of_before_are_forgotten():
    now = 0
    limiter = rate_limits.EventLimiter(2, seconds=10, timer=lambda: now)
    for number in range(50):
        limiter.hit(str(number))
    assert [limiter.hit("0"), limiter.hit("0")] == [True, False]
    now = 9.9
    assert not limiter.hit("0")
    now = 10.1
    assert limiter.hit("0")
    assert list(limiter._counts._Cache__data) == ["0"]


def test_counting_starts_no_thread():
    threads = threading.active_count()
    for _ in range(20):
        rate_limits.events.hit("tab")
        assert threading.active_count() <= threads
