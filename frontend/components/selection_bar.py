"""Selecting many products: a box in each row, and above them what to do with all."""

import reflex as rx

from frontend.components.connection_notice import is_away
from frontend.components.form_dialog import BEHAVIOUR
from frontend.components.form_field import field_error, form_field
from frontend.states.inventory import InventoryState
from frontend.states.publishing import PublishState
from frontend.states.selection import SelectionState
from frontend.states.selection_actions import ACTIONS
from inventory.serializers import ProductRow


def selection_cell(product: rx.Var[ProductRow]) -> rx.Component:
    """Let the row be selected."""
    return rx.table.cell(
        rx.checkbox(
            checked=SelectionState.ticked.contains(product["id"]),
            on_change=SelectionState.toggle(product["id"]),
            size="3",
            aria_label=f"Select {product['name']}",
        )
    )


def selection_header() -> rx.Component:
    """Let all rows of the page be selected."""
    shown = InventoryState.products.length()
    return rx.table.column_header_cell(
        rx.checkbox(
            checked=(shown > 0) & (SelectionState.ticked.length() == shown),
            on_change=SelectionState.toggle_page(),
            size="3",
            aria_label="Select all on this page",
        )
    )


def selection_bar() -> rx.Component:
    """Show how many are selected and what can be done; or what can be undone."""
    return rx.fragment(
        rx.cond(SelectionState.undo_count > 0, undo_notice()),
        rx.cond(
            SelectionState.count > 0,
            rx.flex(
                rx.text(
                    SelectionState.count, " selected", weight="medium", role="status"
                ),
                rx.cond(
                    InventoryState.total > InventoryState.products.length(),
                    rx.button(
                        "Select all ",
                        rx.cond(
                            InventoryState.total_pages > 0,
                            f"{InventoryState.total} ",
                            "",
                        ),
                        "that match",
                        on_click=SelectionState.select_matching,
                        variant="ghost",
                    ),
                ),
                rx.button("Clear", on_click=SelectionState.clear, variant="ghost"),
                action_buttons(),
                align="center",
                spacing="4",
                wrap="wrap",
                width="100%",
                padding="0.75rem 1rem",
                border_radius="var(--radius-3)",
                background=rx.color("accent", 2),
                role="group",
                aria_label="Selection",
            ),
        ),
        question_dialog(),
    )


def action_buttons() -> rx.Component:
    """Offer each action, to those who have the right for it."""
    allowed = {"add": PublishState.may_publish, "delete": PublishState.may_unpublish}
    buttons = []
    for name, action in ACTIONS.items():
        button = rx.button(
            action.label,
            on_click=SelectionState.ask(name),
            size="2",
            variant="soft",
            color_scheme="red" if name == "delete" else "indigo",
            high_contrast=True,
        )
        buttons.append(
            rx.cond(allowed[action.right], button) if action.right else button
        )
    return rx.flex(*buttons, spacing="2", wrap="wrap")


def question_dialog() -> rx.Component:
    """Ask once, naming the number."""
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title(SelectionState.question),
            rx.alert_dialog.description(
                rx.cond(
                    SelectionState.asked == "delete",
                    "You can undo this afterwards.",
                    "All of them are changed, or none.",
                )
            ),
            question_form(),
            custom_attrs=BEHAVIOUR,
            max_width="26rem",
        ),
        open=SelectionState.asked != "",
        on_open_change=SelectionState.cancel,
    )


def question_form() -> rx.Component:
    """Send the answer; what is refused is said here."""
    errors = SelectionState.field_errors
    return rx.form.root(
        rx.vstack(
            field_error("form", errors["form"]),
            rx.el.input(type="hidden", name="action", value=SelectionState.asked),
            # Not left out: Reflex sends every field that the page knows.
            rx.box(
                form_field("Category", "new_category", error=errors["new_category"]),
                display=rx.cond(SelectionState.asked == "category", "block", "none"),
                width="100%",
            ),
            rx.hstack(
                rx.alert_dialog.cancel(
                    rx.button(
                        "Cancel",
                        type="button",
                        variant="soft",
                        color_scheme="gray",
                    )
                ),
                rx.button("Confirm", type="submit", disabled=is_away),
                justify="end",
                spacing="3",
                width="100%",
            ),
            spacing="3",
            margin_top="1rem",
        ),
        on_submit=SelectionState.confirm,
    )


def undo_notice() -> rx.Component:
    """Offer to bring back what was just deleted."""
    return rx.hstack(
        rx.text(SelectionState.undo_text, role="status"),
        rx.spacer(),
        rx.button("Undo", on_click=SelectionState.undo_delete, variant="soft"),
        rx.icon_button(
            rx.icon("x", size=16),
            on_click=SelectionState.dismiss_undo,
            variant="ghost",
            color_scheme="gray",
            aria_label="Dismiss",
        ),
        align="center",
        width="100%",
        padding="0.75rem 1rem",
        border_radius="var(--radius-3)",
        background=rx.color("gray", 3),
    )
