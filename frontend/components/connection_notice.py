"""What the page says while its connection is away: in plain words, over everything."""

import reflex as rx
from reflex_components_core.core.banner import has_too_many_connection_errors

# Two attempts in a row have failed: a single one is over before it could be read.
is_away = has_too_many_connection_errors


def overlay() -> rx.Component:
    """Put the notice beside the app's theme: what is inside lies below dialogs."""
    return rx.fragment(connection_notice())


def connection_notice() -> rx.Component:
    """Say that the page reconnects by itself; it moves nothing and takes no click.

    The region is always there, so that a screen reader notices what comes into it,
    and ``aria-live`` keeps an open dialog from hiding it.
    """
    return rx.el.div(
        rx.cond(is_away, _message()),
        role="status",
        aria_live="polite",
        position="fixed",
        inset="auto 0 1rem 0",
        z_index="100",
        display="flex",
        justify_content="center",
        padding="0 1rem",
        pointer_events="none",
    )


def _message() -> rx.Component:
    return rx.el.div(
        rx.icon("wifi-off", size=18, flex_shrink="0", aria_hidden=True),
        rx.el.span("Connection lost. Reconnecting… What you typed stays here."),
        display="flex",
        align_items="center",
        gap="0.75rem",
        padding="0.75rem 1rem",
        border_radius="0.75rem",
        font_family="system-ui, sans-serif",
        font_size="0.875rem",
        line_height="1.4",
        color=rx.color("slate", 1),
        background=rx.color("slate", 12),
        box_shadow="0 4px 16px rgb(0 0 0 / 0.3)",
    )
