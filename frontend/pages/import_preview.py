"""What an import would do, before it does."""

from typing import Any

import reflex as rx

from frontend.states.imports import ImportState
from inventory.csv_preview import LineRow


def preview() -> rx.Component:
    """Say what would happen, in numbers and line by line."""
    return rx.vstack(
        rx.text(ImportState.file_name, weight="medium", overflow_wrap="anywhere"),
        rx.hstack(
            count("created", "to create", "green"),
            count("changed", "to change", "indigo"),
            count("unchanged", "unchanged", "gray"),
            count("refused", "refused", "red"),
            wrap="wrap",
        ),
        rx.foreach(ImportState.notes, lambda note: rx.text(note, size="2")),
        rx.cond(
            ImportState.counts["refused"] > 0,
            rx.callout(
                "Correct the refused lines in the file and choose it again. "
                "Nothing is imported before.",
                icon="circle-alert",
                color_scheme="red",
                high_contrast=True,
                role="alert",
            ),
        ),
        rx.hstack(
            rx.button(
                "Import",
                on_click=ImportState.start_import,
                disabled=(ImportState.counts["refused"] > 0)
                | (ImportState.to_write == 0),
                size="3",
            ),
            cancel_button("Choose another file"),
        ),
        line_table(),
        rx.text(
            ImportState.lines.length(),
            " of ",
            ImportState.total,
            " lines are shown, refused ones first.",
            size="2",
            color=rx.color("gray", 11),
        ),
        width="100%",
        spacing="4",
    )


def count(outcome: str, label: str, color: str) -> rx.Component:
    """Show how many lines come to this."""
    text = rx.fragment(ImportState.counts[outcome], f" {label}")
    return rx.badge(text, color_scheme=color, high_contrast=True, size="2")


def line_table() -> rx.Component:
    """Lay the lines out below their headings."""
    return rx.table.root(
        rx.table.header(
            rx.table.row(
                rx.table.column_header_cell("Line"),
                rx.table.column_header_cell("SKU"),
                rx.table.column_header_cell("What happens"),
                rx.table.column_header_cell("Details", display=["none", "table-cell"]),
            )
        ),
        rx.table.body(rx.foreach(ImportState.lines, line_row)),
        width="100%",
    )


def line_row(row: rx.Var[LineRow]) -> rx.Component:
    """Say what becomes of one line, and why; on a phone all in one cell."""
    return rx.table.row(
        rx.table.row_header_cell(row["line"]),
        rx.table.cell(row["sku"], overflow_wrap="anywhere"),
        rx.table.cell(
            row["outcome"],
            rx.text(row["details"], size="1", display=["block", "none"]),
            overflow_wrap="anywhere",
        ),
        rx.table.cell(
            row["details"], display=["none", "table-cell"], overflow_wrap="anywhere"
        ),
    )


def cancel_button(label: str, **props: Any) -> rx.Component:
    """Give the file up."""
    return rx.button(
        label,
        on_click=ImportState.cancel_import,
        variant="soft",
        color_scheme="gray",
        size="3",
        **props,
    )
