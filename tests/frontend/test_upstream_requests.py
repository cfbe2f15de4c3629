"""What ``frontend/upstream_memory.py`` lets go of requests, when their event ends.

Where a test with ``..._still_...`` or ``..._unlike_upstream_s`` in its name fails,
upstream has mended it too, and the function can go.
"""

from contextvars import Context
from functools import partial
from typing import Any
from weakref import ref

import pytest
from django.http import HttpRequest
from reflex_django.bridge import context
from reflex_django.bridge.event import preprocess
from reflex_django.state import request_binding

from frontend import routes
from frontend.states.inventory import InventoryState
from frontend.tabs.manager import tree
from tests.frontend.unmended import unmended

# let_the_request_go


def states_with_a_request(manager):
    """Name the states, of all tabs, that hold on to a request."""
    return [
        state.get_name()
        for root in manager.states.values()
        for state in tree(root)
        if request_binding.REQUEST_WRAPPER_ATTR in vars(state)
    ]


@pytest.mark.django_db(transaction=True)
async def test_idle_page_holds_no_request(connect, user):
    client = await connect(user, routes.INVENTORY)
    assert client.page(InventoryState).loaded  # it did find its request
    assert states_with_a_request(client.app.state_manager) == []


@pytest.mark.django_db(transaction=True)
async def test_reflex_django_still_keeps_the_last_one(connect, user, monkeypatch):
    module = "reflex_django.state.request_binding"
    plain = unmended(module).bind_request_on_state
    monkeypatch.setattr(f"{module}.bind_request_on_state", plain)
    client = await connect(user, routes.INVENTORY)
    held = states_with_a_request(client.app.state_manager)
    assert "inventory_state" in held


# bind_requests_without_a_way_back


@pytest.mark.usefixtures("_no_garbage_collection")
@pytest.mark.parametrize("kind", ["request", "response"])
def test_what_was_bound_goes_with_its_context_unlike_upstream_s(kind):
    still = unmended(context.__name__)
    for module in (context, still):
        thing, around = HttpRequest(), Context()
        left = ref(thing)
        around.run(getattr(module, f"begin_event_{kind}"), thing)
        del thing, around
        assert (left() is None) == (module is context)


def test_what_has_ended_is_not_bound_any_more():
    events: Any = preprocess  # which imports both by name

    def begin_and_end():
        events.begin_event_request(HttpRequest())
        assert context.current_request()
        events.end_event_request()
        return context.current_request()

    assert Context().run(begin_and_end) is None


@pytest.mark.usefixtures("_no_garbage_collection")
async def test_user_that_is_read_holds_no_request_unlike_upstream_s():
    still = unmended(preprocess.__name__)
    for module in (preprocess, still):
        request: Any = HttpRequest()
        request.auser = partial(_somebody, request)
        await module._eagerly_resolve_lazy_user(request)
        if module is preprocess:
            assert await request.auser() == request.user == "somebody"
        left = ref(request)
        del request
        assert (left() is None) == (module is preprocess)


async def _somebody(request):
    return "somebody"
