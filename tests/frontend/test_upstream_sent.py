"""What ``upstream_events.py`` saves around each answer.

Where a test ``..._still_...`` fails, upstream has mended it too, and the function can
go.
"""

from unittest.mock import patch

import pytest
from reflex_django.bridge import session_js
from reflex_django.runtime import compile_validate

from frontend.states.tasks import TaskState
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
