"""Reflex's configuration, and that it still has to say what it says."""

import os
from datetime import timedelta
from pathlib import Path

import reflex as rx
from reflex_base.config import get_config
from reflex_base.environment import environment
from reflex_django.plugins import ReflexDjangoPlugin

import rxconfig
from tests.frontend.unmended import unmended


def test_reflex_runs_with_this_configuration():
    assert get_config() is rxconfig.config
    assert rxconfig.config.app_name == "frontend"
    assert not rxconfig.config.telemetry_enabled


def test_backend_listens_on_loopback_which_is_not_the_default():
    assert rxconfig.config.backend_host == "127.0.0.1"
    assert rx.Config(app_name="any").backend_host == "0.0.0.0"


def test_plugins_are_named_so_that_no_start_warns(caplog):
    assert {type(plugin) for plugin in rxconfig.config.plugins} == {
        rx.plugins.RadixThemesPlugin,
        rx.plugins.SitemapPlugin,
        ReflexDjangoPlugin,
    }
    unmended("rxconfig")
    assert "not explicitly" not in caplog.text
    rx.Config(app_name="any", plugins=[])
    assert "not explicitly added to the config" in caplog.text


def test_front_end_is_built_with_the_node_that_is_a_dependency():
    assert os.environ["REFLEX_USE_NPM"] == "1"
    assert environment.REFLEX_USE_NPM.default is False
    assert (Path(rxconfig.__file__).parent / "reflex.lock/package-lock.json").exists()


def test_an_idle_tab_is_remembered_for_longer_than_by_default():
    assert rxconfig.config.redis_token_expiration == timedelta(days=1).total_seconds()
    assert rx.Config(app_name="any").redis_token_expiration == 3600
