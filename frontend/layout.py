"""The shell that every page shares."""

import reflex as rx

from frontend.components.navbar import navbar


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
        rx.el.main(
            rx.vstack(*content, spacing="5", width="100%"),
            id="content",
            max_width="72rem",
            margin="0 auto",
            padding="1.5rem 1rem 4rem",
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
        ),
        *actions,
        justify="between",
        align="end",
        spacing="4",
        wrap="wrap",
        width="100%",
    )
