"""Parts of a page that is made of many: a card with a heading, a list on it."""

import reflex as rx


def panel(title: str, *content: rx.Component, name: str = "") -> rx.Component:
    """Put a heading above a part of the page; ``name`` is where a link leads to."""
    return rx.card(
        rx.heading(title, as_="h2", size="4", margin_bottom="1rem"),
        *content,
        size="3",
        width="100%",
        min_width="0",
        id=name or None,
    )


def line(
    left: rx.Component, right: rx.Component, *below: rx.Component, **props
) -> rx.Component:
    """Lay out one entry of a list: what it is, its number at the end, and the rest."""
    return rx.el.li(
        rx.hstack(left, right, justify="between", align="center", spacing="4"),
        *below,
        style={"padding": "0.4rem 0", "border_top": f"1px solid {rx.color('gray', 4)}"},
        **props,
    )


def lines(entries: rx.Component) -> rx.Component:
    """Put such entries below each other."""
    return rx.el.ul(entries, style={"list_style": "none", "padding": "0"})
