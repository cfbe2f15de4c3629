"""Looks that concern the whole app; the rest comes from the Radix theme."""

import reflex as rx

STYLE = {
    # For the keyboard: the first Tab shows a link past the navbar.
    ".skip-link": {
        "position": "absolute",
        "left": "-100vw",
        "padding": "0.5rem 1rem",
        "background": rx.color("gray", 1),
        "z_index": "20",
        ":focus": {"left": "0"},
    },
}
