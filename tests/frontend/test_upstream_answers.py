"""The mends of what an event sends and leaves: ``upstream.py``, ``upstream_events.py``.

Each works, and each is still needed: where a test ``..._still_...`` fails, upstream
has mended it too, and the function can go.
"""

import subprocess
import sys
from inspect import getclosurevars

import pytest
from reflex.state import State
from reflex_base.vars.base import Field

from frontend import routes
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.products import ProductState
from frontend.states.tasks import TaskState
from frontend.upstream_events import is_surely_same

# name_states_by_their_class


def test_states_are_named_by_their_class():
    root = "reflex___state____state"
    assert State.get_full_name() == root  # the browser's part knows it by this name
    assert NavbarState.get_full_name() == f"{root}.django_user_state.navbar_state"
    assert TaskState.get_full_name() == f"{root}.task_state"


def test_reflex_still_names_them_by_their_module_too():
    program = (
        "import reflex as rx\n"
        "class Cups(rx.State): __module__ = 'frontend.states.cups'\n"
        "print(Cups.get_name())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )
    assert done.stdout == "frontend___states___cups____cups\n", done.stderr


# send_only_what_changed


@pytest.mark.django_db(transaction=True)
async def test_what_did_not_change_is_not_sent(connect, user):
    client = await connect(user, routes.INVENTORY)
    await client.send(InventoryState.load_inventory)
    assert client.frames == []
    await client.send(InventoryState.start_creating)
    name = InventoryState.get_full_name()
    assert client.frames == [{"delta": {name: {"form_open_rx_state_": True}}}]


def test_reflex_still_sends_whatever_is_assigned():
    assign = getclosurevars(Field.__set__).nonlocals["assign"]
    mended, plain = TaskState(), TaskState()
    mended.loaded = False
    assign(TaskState.__fields__["loaded"], plain, False)
    assert (mended.dirty_vars, plain.dirty_vars) == (set(), {"loaded"})


def test_what_is_computed_follows_what_changed():
    state = ProductState()
    assert state.range_text == "No products"
    state.total = 0
    assert "range_text" not in state.dirty_vars
    state.total = 3
    assert state.range_text == "1–3 of 3"
    assert "range_text" in state.dirty_vars


@pytest.mark.parametrize(
    "value",
    [None, True, 1, 1.5, "", "text", [], [1, "a"], {"a": [None]}, [{"a": {"b": 1}}]],
)
def test_equal_values_are_the_same(value):
    def copied(value):
        if isinstance(value, list):
            return [copied(each) for each in value]
        if isinstance(value, dict):
            return {key: copied(each) for key, each in value.items()}
        return value

    assert is_surely_same(value, copied(value))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *[(1, 2), (1, True), (1, 1.0), ("", None), ([], ()), ([1], [1, 2])],
        *[([1], [True]), ({"a": 1}, {"a": 2}), ({"a": 1}, {"b": 1}), ({1}, {1})],
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),  # a menu made of it has another order
    ],
)
def test_different_values_are_not(old, new):
    assert not is_surely_same(old, new)


def test_what_is_shared_may_have_changed_in_place():
    row = {"name": "Cup"}
    assert not is_surely_same(row, row)
    assert not is_surely_same([row], [row])
    state = TaskState()
    state.field_errors = errors = {"title": "Too short."}
    state._clean()
    errors["title"] = "Too long."
    state.field_errors = errors
    assert state.dirty_vars == {"field_errors"}
