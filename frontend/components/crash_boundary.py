"""What is shown when a page's own script fails: what to do, not a stack trace."""

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary


def crash_boundary() -> rx.Component:
    """Wrap the app; Reflex reports the error itself to the server's log."""
    return ErrorBoundary.create(fallback_render=rx.Var.create(_message()))


def _message() -> rx.Component:
    return rx.el.main(
        rx.el.h1("This page could not be shown"),
        rx.el.p("What you saved is safe. Reload the page to go on."),
        rx.el.button(
            "Reload", custom_attrs={"onClick": rx.Var("() => location.reload()")}
        ),
        role="alert",
        style={"padding": "4rem 1rem", "text_align": "center"},
    )
