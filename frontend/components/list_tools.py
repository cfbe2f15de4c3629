"""What stands around every list: search above it, pages below it, or nothing."""

import reflex as rx

from frontend.components.shortcuts import shortcut

TYPING_PAUSE = 250  # milliseconds without a key before the search is sent


def search_box(
    placeholder: str, value: rx.Var[str], on_search: rx.event.EventHandler
) -> rx.Component:
    """Build an input that searches while the user types, once they pause."""
    return rx.input(
        rx.input.slot(rx.icon("search", size=16)),
        placeholder=placeholder,
        default_value=value,
        on_change=on_search.debounce(TYPING_PAUSE),
        type="search",
        aria_label=placeholder,
        custom_attrs=shortcut("search"),
        size="3",
        width="100%",
        max_width="24rem",
    )


def pager(
    *,
    range_text: rx.Var[str],
    page: rx.Var[int],
    total_pages: rx.Var[int],
    on_prev: rx.event.EventType,
    on_next: rx.event.EventType,
) -> rx.Component:
    """Say which rows are shown, of how many, and turn the pages."""
    return _pager(
        range_text,
        _turn("chevron-left", "Previous page", on_prev, page > 1),
        rx.text("Page ", page, " of ", total_pages, size="2"),
        _turn("chevron-right", "Next page", on_next, page < total_pages),
    )


def key_pager(
    *,
    range_text: rx.Var[str],
    page: rx.Var[int],
    total_pages: rx.Var[int],
    has_previous: rx.Var[bool],
    has_next: rx.Var[bool],
    on_first: rx.event.EventType,
    on_prev: rx.event.EventType,
    on_next: rx.event.EventType,
    on_last: rx.event.EventType,
) -> rx.Component:
    """Do the same for a list that is not counted to its end; 0 is not known."""
    of = rx.cond(total_pages > 0, f" of {total_pages}", "")
    return _pager(
        range_text,
        _turn("chevrons-left", "First page", on_first, has_previous),
        _turn("chevron-left", "Previous page", on_prev, has_previous),
        rx.cond(page > 0, rx.text("Page ", page, of, size="2")),
        _turn("chevron-right", "Next page", on_next, has_next),
        _turn("chevrons-right", "Last page", on_last, has_next),
    )


def _pager(range_text: rx.Var[str], *buttons: rx.Component) -> rx.Component:
    return rx.hstack(
        rx.text(range_text, size="2", color=rx.color("gray", 11), aria_live="polite"),
        rx.spacer(),
        *buttons,
        align="center",
        spacing="3",
        width="100%",
    )


def _turn(
    icon: str, label: str, on_click: rx.event.EventType, is_possible: rx.Var[bool]
) -> rx.Component:
    """Turn the page; where there is none, the handler stays where it is.

    Not ``disabled``: the browser would take the focus from who has turned to the end.
    """
    return rx.icon_button(
        rx.icon(icon, size=18),
        on_click=on_click,
        variant="soft",
        aria_label=label,
        custom_attrs={
            "aria-disabled": ~is_possible,
            "data-disabled": rx.cond(is_possible, rx.Var("undefined"), ""),
        },
    )


def loading_list() -> rx.Component:
    """Hold the list's place until its first rows arrive."""
    return rx.vstack(
        *[rx.skeleton(height="2.5rem", width="100%") for _ in range(5)],
        width="100%",
        role="status",
        aria_label="Loading",
    )


def empty_list(icon: str, title: rx.Var[str] | str, hint: str) -> rx.Component:
    """Say that there is nothing yet, and what to do about it."""
    return rx.vstack(
        rx.icon(icon, size=32, color=rx.color("gray", 9)),
        rx.text(title, weight="medium"),
        rx.text(hint, size="2", color=rx.color("gray", 11)),
        align="center",
        spacing="2",
        padding_y="3rem",
        width="100%",
    )


def failed_list(message: rx.Var[str], on_retry: rx.event.EventType) -> rx.Component:
    """Say that the list could not be read, and offer to try again."""
    return rx.callout.root(
        rx.callout.icon(rx.icon("circle-alert", size=18)),
        rx.callout.text(message),
        rx.button("Try again", on_click=on_retry, size="2", variant="soft"),
        color_scheme="red",
        role="alert",
        width="100%",
    )
