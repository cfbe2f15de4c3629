"""What a user is told when something fails: what to do, never what broke."""

from unittest.mock import Mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InterfaceError, OperationalError
from reflex_base.event.context import EventContext
from reflex_django.auth.shortcuts import ReflexDjangoAuthError

from frontend import routes
from frontend.events import faults
from frontend.events.limit import TooManyEventsError
from frontend.events.payloads import PayloadError
from frontend.states.tasks import TaskState
from shop.models import Task
from shop.serializers import TaskSerializer
from tests.factories import TaskFactory
from tests.frontend.queries import SECRET, database_away
from tests.frontend.rows import add


def an_event(**router_data):
    return EventContext(
        token="tab",
        state_manager=Mock(),
        enqueue_impl=Mock(),
        router_data=router_data,
    )


@pytest.mark.parametrize(
    ("exception", "message", "level"),
    [
        (ValueError(SECRET), faults.UNEXPECTED, "ERROR"),
        (OperationalError(SECRET), faults.DATABASE_AWAY, "ERROR"),
        (InterfaceError(SECRET), faults.DATABASE_AWAY, "ERROR"),
        (IntegrityError(SECRET), faults.DATABASE_AWAY, "ERROR"),
        (OSError(SECRET), faults.DISK_FULL, "ERROR"),
        (PayloadError(SECRET), faults.OUTDATED, "WARNING"),
        (PermissionDenied(SECRET), faults.NOT_ALLOWED, None),
        (TooManyEventsError(SECRET), faults.TOO_MANY, None),
    ],
)
def test_exception_becomes_a_toast_and_its_text_goes_to_the_log(
    exception, message, level, caplog
):
    with an_event():
        event = str(faults.report(exception).args)
    assert message in event
    assert SECRET not in event
    assert [record.levelname for record in caplog.records] == ([level] if level else [])
    assert (SECRET in caplog.text) is bool(level)


@pytest.mark.parametrize(
    ("sent", "address"),
    [
        ({"pathname": "/inventory"}, "/login?next=%2Finventory"),
        ({"pathname": "/a b?c=d&e#f"}, "/login?next=%2Fa+b%3Fc%3Dd%26e%23f"),
        ({"pathname": "/a", "asPath": "/a/?b=c&d"}, "/login?next=%2Fa%3Fb%3Dc%26d"),
        ({}, "/login?next=%2F"),
    ],
)
def test_sign_in_leads_back_to_where_the_event_came_from(sent, address):
    with an_event(**sent):
        assert faults.sign_in_url() == address
        event = str(faults.report(ReflexDjangoAuthError()).args)
    assert "replace" in event
    assert address in event


@pytest.mark.django_db(transaction=True)
class TestWithTheRealApp:
    """The same, set off by a real event."""

    async def test_bug_in_a_handler_ends_in_a_toast(
        self, connect, user, monkeypatch, caplog
    ):
        async def fail(self):
            raise ZeroDivisionError(SECRET)

        client = await connect(user, routes.TASKS)
        monkeypatch.setattr(TaskSerializer, "adata", fail)
        await client.send(TaskState.refresh_tasks)
        assert client.toasts == [("error", faults.UNEXPECTED)]
        assert SECRET not in str(client.frames)
        assert SECRET in caplog.text

    async def test_database_away_altogether_does_not_look_like_signed_out(
        self, connect, user
    ):
        await add(TaskFactory, owner=user)
        client = await connect(user, routes.TASKS)
        with database_away():
            await client.send(TaskState.refresh_tasks)
        assert client.redirects == []
        assert client.toasts == [("error", faults.DATABASE_AWAY)]
        assert len(client.page(TaskState).tasks) == 1
        await client.send(TaskState.delete_task, (await Task.objects.aget()).pk)
        assert client.page(TaskState).tasks == []
