"""Traps of the pinned libraries that this app steps around, each with its number.

A test that fails says: upstream has mended this one, and the detour can go.
"""

from typing import Any, ClassVar

import pytest
import reflex as rx
from django.conf import settings as django_settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.cache import cache
from django.http import HttpResponse
from reflex.reflex import cli
from reflex_django.bridge.cache import invalidate_event_cache
from reflex_django.bridge.event import DjangoEventBridge
from reflex_django.bridge.session_js import session_cookie_set_js
from reflex_django.bridge.tier import resolve_bridge_tier
from reflex_django.django.admin import register
from reflex_django.live import LiveListMixin
from reflex_django.setup.project import parse_settings_module
from reflex_django.state.options import ModelStateOptions
from reflex_django.states import AppState, ModelState

from frontend.states.products import ProductState
from frontend.states.tasks import TaskState
from shop.models import Product
from shop.serializers import ProductSerializer
from tests.frontend.unmended import scratch_registry


@pytest.fixture(autouse=True)
def _scratch():
    with scratch_registry():
        yield


def test_options_without_an_annotation_become_fields():
    """Trap 1: hence ``_model_state_options: ClassVar``, and ``Meta`` for the others."""

    class Bare(ModelState):
        serializer_class = ProductSerializer
        search_fields = ("name",)

    assert isinstance(ProductState.get_options(), ModelStateOptions)
    assert not isinstance(Bare._model_state_options, ModelStateOptions)
    assert "search_fields" in Bare.vars
    assert "search_fields" not in ProductState.vars


def test_handler_of_a_mixin_is_not_registered():
    """Trap 2: hence ``live_subscribe = LiveList.live_subscribe``."""

    class Live(LiveListMixin, ModelState):
        serializer_class = ProductSerializer

    assert "live_subscribe" not in Live.event_handlers
    assert "live_subscribe" in ProductState.event_handlers


def test_default_variables_are_shared_by_all_model_states():
    """Trap 4: hence ``list_var`` and ``error_var``."""

    class Shared(ModelState):
        serializer_class = ProductSerializer

    assert {"data", "error"}.isdisjoint(Shared.base_vars)
    assert {"products", "error_message"} <= set(ProductState.base_vars)


def test_any_lookup_can_be_sent_by_a_browser():
    """Trap 5: hence ``use_canonical_api = False``."""

    class Wide(ModelState):
        serializer_class = ProductSerializer

    assert "filter" in Wide.event_handlers
    assert "filter" not in ProductState.event_handlers


def test_a_model_state_asks_for_no_permission():
    """Trap 6: hence ``ProductState.dispatch``."""

    class Open(ModelState):
        _model_state_options: ClassVar[Any]
        serializer_class: ClassVar = ProductSerializer

    assert Open.get_options().permission_classes == ()


def test_reflex_has_no_django_command():
    """Trap 7: hence ``manage.py`` everywhere."""
    assert "run" in cli.commands
    assert "django" not in cli.commands


def test_registering_with_the_admin_is_no_decorator(monkeypatch):
    """Trap 9: hence ``@admin.register``."""
    monkeypatch.setattr("reflex_django.django.admin.site", AdminSite())
    assert issubclass(register(Product), ModelAdmin)  # and not a function


def test_setters_come_with_one_base_class_and_not_with_the_other():
    """Trap 10: hence ours are written out, and those injected taken off the wire."""

    class Injected(AppState):
        title: str = ""

    class Plain(rx.State):
        title: str = ""

    assert "set_title" in Injected.event_handlers
    assert "set_title" not in Plain.event_handlers


def test_smart_bridge_leaves_a_plain_state_without_a_user(settings):
    """Trap 11: hence the default mode."""
    assert resolve_bridge_tier(TaskState) == "full"
    settings.RX_EVENT_BRIDGE_MODE = "smart"
    assert resolve_bridge_tier(TaskState) == "none"


def test_builtin_sign_in_writes_a_cookie_that_scripts_can_read():
    """Trap 14: hence the forms that post over HTTP."""
    assert session_cookie_set_js("key").startswith("document.cookie = ")


def test_settings_are_found_by_reading_manage_py(tmp_path):
    """Trap 17: hence the literal in it."""
    root = django_settings.BASE_DIR
    assert parse_settings_module(root / "manage.py") == "inventory.settings"
    indirect = tmp_path / "manage.py"
    indirect.write_text("os.environ.setdefault(NAME, VALUE)")
    assert parse_settings_module(indirect) is None


@pytest.mark.parametrize(
    ("status", "is_honoured"), [(302, True), (403, False), (429, False), (503, False)]
)
def test_events_honour_no_answer_of_a_middleware_but_a_redirect(status, is_honoured):
    """Traps 18 and 19: hence ``Gate``, and no HTTPS redirect among events."""
    answer = HttpResponse(status=status, headers={"Location": "https://example.com/"})
    honoured = DjangoEventBridge._maybe_short_circuit_redirect(answer)
    assert (honoured is not None) is is_honoured


def test_signing_out_anonymously_clears_the_whole_cache(settings, monkeypatch):
    """Trap 20: hence ``RX_EVENT_CACHE_TTL = 0``."""
    cache.set("key", "somebody's work")
    for seconds, left in ((settings.RX_EVENT_CACHE_TTL, "somebody's work"), (60, None)):
        settings.RX_EVENT_CACHE_TTL = seconds
        monkeypatch.setattr("reflex_django.bridge.cache._CACHE_SETTINGS_KEY", "unread")
        invalidate_event_cache()
        assert cache.get("key") == left
