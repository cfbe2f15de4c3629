"""Keys for a page with a list, and the overlay that names them.

``shortcuts.js`` looks for the elements that ``shortcut`` marks, so that a key does
just what a click does. It rests while somebody types or a dialog is open.
"""

from pathlib import Path

import reflex as rx

from frontend.components.page_script import PageScript

KEYS = {
    "/": "Search",
    "n": "New product",
    "↑ ↓": "Move through the rows",
    "Home End": "First and last row",
    "Enter": "Edit the row",
    "Esc": "Leave the search, the list or a dialog",
    "?": "Show these keys",
}


class Shortcuts(PageScript):
    """Listens for keys while its page is open; shows what it holds."""

    _script = Path(__file__).with_suffix(".js")
    _function = "listenForShortcuts"


def shortcut(name: str) -> dict[str, str]:
    """Mark what a key is for: ``search``, ``new``, ``edit`` or ``help``."""
    return {"data-shortcut": name}


def shortcuts_help() -> rx.Component:
    """Offer the list of keys, and listen for them."""
    return Shortcuts.create(
        rx.dialog.root(
            rx.dialog.trigger(
                rx.icon_button(
                    rx.icon("keyboard", size=18),
                    variant="soft",
                    color_scheme="gray",
                    size="3",
                    aria_label="Keyboard shortcuts",
                    custom_attrs=shortcut("help"),
                )
            ),
            rx.dialog.content(
                rx.dialog.title("Keyboard shortcuts"),
                rx.data_list.root(*[_key(keys, text) for keys, text in KEYS.items()]),
                rx.dialog.close(
                    rx.button("Close", variant="soft", margin_top="1.5rem")
                ),
                aria_describedby="",
                max_width="26rem",
            ),
        )
    )


def _key(keys: str, text: str) -> rx.Component:
    return rx.data_list.item(
        rx.data_list.label(*[rx.el.kbd(key) for key in keys.split()], min_width="6rem"),
        rx.data_list.value(text),
    )
