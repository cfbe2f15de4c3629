"""Reflex's configuration of the peer in plain Reflex."""

import reflex as rx

config = rx.Config(
    app_name="plain",
    telemetry_enabled=False,
    plugins=[rx.plugins.RadixThemesPlugin(), rx.plugins.SitemapPlugin()],
)
