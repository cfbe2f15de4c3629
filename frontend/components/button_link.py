"""A link that looks like a button."""

from typing import Any

import reflex as rx


def button_link(
    *children: Any, to: Any, size: Any = "3", variant: Any = "solid", **link: Any
) -> rx.Component:
    """Lead somewhere, in one stop of the Tab key: a button in a link would be two."""
    return rx.button(
        rx.el.a(*children, href=to, **link), as_child=True, size=size, variant=variant
    )
