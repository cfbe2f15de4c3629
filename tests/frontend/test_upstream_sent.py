"""What ``upstream_events.py`` saves, and loses no more, around each answer.

Where a test ``..._still_...`` fails, upstream has mended it too, and the function can
go.
"""

import asyncio
from inspect import getclosurevars
from unittest.mock import patch

import pytest
from reflex.state import BaseState, OnLoadInternalState, State
from reflex_base.event.processor import base_state_processor as processor
from reflex_django.bridge import session_js
from reflex_django.runtime import compile_validate

from frontend import routes
from frontend.states.inventory import InventoryState
from frontend.states.tasks import TaskState
from tests.frontend.client import name_of
from tests.frontend.unmended import unmended

# remember_what_may_be_sent


@pytest.fixture
def default_states():
    """Count how often the default state of the whole app is built."""
    build = "reflex.compiler.utils.compile_state"
    with patch(build, return_value={"a": 1}) as built:
        yield built


@pytest.mark.parametrize("module", [compile_validate])
def test_what_may_be_sent_is_looked_up_once(module, default_states):
    for _ in range(3):
        module.filter_delta_to_compiled_dispatch_keys({})
        module.expected_dispatch_keys_from_app()
    assert default_states.call_count <= 1


def test_upstream_still_builds_the_default_state_each_time(default_states):
    still = unmended(compile_validate.__name__)
    for _ in range(3):
        still.expected_dispatch_keys_from_app()
    assert default_states.call_count == 3


# leave_cookies_where_they_are


def test_upstream_still_copies_the_session_s_key():
    still, state = unmended(session_js.__name__), TaskState(_reflex_internal_init=True)
    for module in (session_js, still):
        state.router_data = {"headers": {}}
        module.mirror_auth_cookies_to_state_tree(state, "the-key")
        assert ("the-key" in str(state.router_data)) == (module is still)


# send_what_was_done


@pytest.fixture
async def back_twice(connect, user, monkeypatch):
    """Open a filtered list, then the whole one twice: the second time ends the first.

    It does so while the first one's answer is being made.
    """
    client = await connect(user, f"{routes.INVENTORY}?status=active")
    faults: list[Exception] = []
    begun, ended, resolve = asyncio.Event(), asyncio.Event(), State._get_resolved_delta

    async def resolve_late(self):
        monkeypatch.setattr(BaseState, "_get_resolved_delta", resolve)
        begun.set()
        await ended.wait()
        if faults:
            raise faults.pop()
        return await resolve(self)

    async def go_back(fault=None):
        faults.extend([fault] if fault else [])
        assert client.page(InventoryState).status == "active"
        monkeypatch.setattr(BaseState, "_get_resolved_delta", resolve_late)
        first = asyncio.create_task(client.navigate(routes.INVENTORY))
        await begun.wait()
        (loading,) = client.app.event_processor._futures.values()
        loading.add_done_callback(lambda _: ended.set())
        await client.post(name_of(OnLoadInternalState.on_load_internal), {})
        await first
        return client.page(InventoryState).status

    return go_back


@pytest.mark.django_db(transaction=True)
async def test_what_an_event_did_before_a_newer_one_ended_it_is_sent(back_twice):
    assert await back_twice() == ""


@pytest.mark.django_db(transaction=True)
async def test_answer_that_cannot_be_sent_then_is_no_secret(back_twice, caplog):
    await back_twice(RuntimeError("no JSON"))
    assert "An answer could not be sent" in caplog.text
    assert "no JSON" in caplog.text


@pytest.mark.django_db(transaction=True)
async def test_reflex_still_forgets_it(back_twice, monkeypatch):
    chain_updates = getclosurevars(processor.chain_updates).nonlocals["chain_updates"]
    monkeypatch.setattr(processor, "chain_updates", chain_updates)
    assert await back_twice() == "active"
