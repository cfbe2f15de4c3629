"""What changes a list's view: headers that sort it, and filters above it."""

from typing import Any

import reflex as rx


def sort_header(
    label: str,
    column: str,
    sort: rx.Var[str],
    on_change: Any,
    **props,
) -> rx.Component:
    """Head a column with a button that sorts by it, and back again.

    ``sort`` is the column in force, with ``-`` before it when it runs down;
    ``on_change`` takes ``"sort"`` and the next one. ``props`` go to the cell.
    """
    up, down = sort == column, sort == f"-{column}"
    return rx.table.column_header_cell(
        rx.el.button(
            label,
            rx.cond(up, rx.icon("arrow-up", size=14)),
            rx.cond(down, rx.icon("arrow-down", size=14)),
            on_click=on_change("sort", rx.cond(up, f"-{column}", column)),
            type="button",
            class_name="sort-header",
        ),
        custom_attrs={
            "aria-sort": rx.cond(up, "ascending", rx.cond(down, "descending", "none"))
        },
        **props,
    )


def choice(
    label: str,
    name: str,
    value: rx.Var[str],
    options: list[rx.Component],
    on_change: Any,
) -> rx.Component:
    """Choose one of a few values: the browser's own menu, named by its label.

    ``on_change`` is the handler that takes ``name`` and the value chosen.
    """
    return rx.el.select(
        *options,
        value=value,
        on_change=on_change(name),
        aria_label=label,
        class_name="choice",
    )


def option(label: rx.Var[str] | str, value: rx.Var[str] | str) -> rx.Component:
    """Offer one value in a ``choice``."""
    return rx.el.option(label, value=value)
