"""The shell that every page shares."""

import reflex as rx

from frontend.components.focus_fallback import FocusFallback
from frontend.components.navbar import navbar
from frontend.states.navbar import NavbarState


def shell(*content: rx.Component, active: str = "") -> rx.Component:
    """Put a page's content below the navbar; ``active`` is the page's route."""
    return rx.fragment(
        rx.el.a(
            "Skip to the content",
            href="#content",
            reload_document=True,  # the browser's own jump: it moves the focus too
            class_name="skip-link",
        ),
        navbar(active),
        FocusFallback.create(),
        rx.el.main(
            rx.vstack(degraded_notice(), *content, spacing="5", width="100%"),
            id="content",
            tab_index=-1,  # where the focus may be, and no Tab leads
            outline="none",
            max_width="72rem",
            margin="0 auto",
            padding="1.5rem 1rem 4rem",
        ),
    )


def degraded_notice() -> rx.Component:
    """Say what does not work while a part of the server is away, and what does."""
    return rx.cond(
        NavbarState.degraded,
        rx.callout.root(
            rx.callout.icon(rx.icon("triangle-alert", size=18)),
            rx.callout.text(
                "A part of the server is away. What you save is saved; a form that is "
                "open may be lost if this page has to connect again."
            ),
            role="status",
            color_scheme="amber",
            width="100%",
        ),
    )


def page_header(
    title: str, description: str | rx.Component, *actions: rx.Component
) -> rx.Component:
    """Name the page and say in a sentence what it is for."""
    return rx.flex(
        rx.box(
            rx.heading(title, as_="h1", size="7", margin_bottom="0.25rem"),
            rx.text(description, color=rx.color("gray", 11)),
            min_width="0",
            overflow_wrap="anywhere",
        ),
        *actions,
        justify="between",
        align="end",
        spacing="4",
        wrap="wrap",
        width="100%",
    )
