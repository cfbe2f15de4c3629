"""How a product looks in a row, in stock as well as on the shelf."""

import reflex as rx

from frontend.components.confirm_dialog import confirm_dialog
from frontend.components.shortcuts import shortcut

WIDE_ONLY = ["none", "none", "none", "table-cell"]


def name_cell(name: rx.Var[str], sku: rx.Var[str]) -> rx.Component:
    """Show the name, and below it the SKU."""
    return rx.table.row_header_cell(
        rx.text(name, weight="medium", overflow_wrap="anywhere"),
        rx.text(
            sku,
            size="1",
            color=rx.color("gray", 11),
            font_family="monospace",
            overflow_wrap="anywhere",
        ),
    )


def price_cell(price: rx.Var[str], **props) -> rx.Component:
    """Show a price, its digits in line with those of the other rows."""
    return number_cell(price, **props)


def number_cell(number: rx.Var[str], *more: rx.Component, **props) -> rx.Component:
    """Show a number at the right, ``more`` below it; ``props`` go to the cell."""
    digits = rx.text(number, white_space="nowrap", font_variant_numeric="tabular-nums")
    return rx.table.cell(digits, *more, text_align="right", **props)


def low_stock_badge(is_low: rx.Var[bool]) -> rx.Component:
    """Mark what should be ordered again."""
    return rx.cond(
        is_low, rx.badge("Low stock", color_scheme="amber", high_contrast=True)
    )


def status_cell(is_active: rx.Var[bool]) -> rx.Component:
    """Show whether the product is active."""
    return rx.table.cell(
        rx.cond(
            is_active,
            rx.badge("Active", color_scheme="green", high_contrast=True),
            rx.badge("Inactive", color_scheme="gray", high_contrast=True),
        ),
        display=["none", "table-cell"],
    )


def edit_button(name: rx.Var[str], on_edit: rx.event.EventType) -> rx.Component:
    """Open the form with the row's product in it."""
    return rx.icon_button(
        rx.icon("pencil", size=16),
        on_click=on_edit,
        variant="ghost",
        color_scheme="gray",
        aria_label=f"Edit {name}",
        custom_attrs=shortcut("edit"),
    )


def delete_button(
    name: rx.Var[str],
    on_delete: rx.event.EventType,
    warning: str = "This cannot be undone.",
) -> rx.Component:
    """Delete the row, once the user has confirmed it."""
    return confirm_dialog(
        rx.icon_button(
            rx.icon("trash-2", size=16),
            variant="ghost",
            color_scheme="red",
            aria_label=f"Delete {name}",
        ),
        title=f"Delete “{name}”?",
        description=warning,
        confirm_label="Delete",
        on_confirm=on_delete,
    )
