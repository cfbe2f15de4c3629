"""The page that imports a file: choose it, read what would happen, do it."""

from typing import Any

import reflex as rx

from frontend import routes
from frontend.components.form_field import field_error
from frontend.components.http_form import http_form
from frontend.layout import page_header, shell
from frontend.states.imports import CHECKING, DONE, READY, WRITING, ImportState
from inventory.csv_format import COLUMNS
from inventory.csv_preview import LineRow
from inventory.uploads import MOST_MEGABYTES


def choose_file() -> rx.Component:
    """Send a file over HTTP; the page opens again and checks it."""
    columns = ", ".join(COLUMNS.values())
    return http_form(
        rx.vstack(
            rx.el.label("CSV file", html_for="file", style={"font_weight": "500"}),
            rx.el.input(
                type="file",
                name="file",
                id="file",
                accept=".csv,.txt,text/csv",
                aria_describedby="file-hint file-error",
                style={"max_width": "100%"},
            ),
            rx.text(
                f"At most {MOST_MEGABYTES} MB. The first line names the columns: "
                f"{columns}. A SKU that you have is changed, any other is created.",
                id="file-hint",
                size="2",
                color=rx.color("gray", 11),
            ),
            field_error("file"),
            field_error("__all__"),
            rx.button("Check the file", type="submit", size="3"),
            spacing="3",
        ),
        action=routes.POST_UPLOAD,
    )


def progress(label: str) -> rx.Component:
    """Show how far the work is, and offer to stop it."""
    return rx.vstack(
        rx.text(label, " ", ImportState.file_name, overflow_wrap="anywhere"),
        rx.progress(value=ImportState.percent, aria_label=label, width="100%"),
        rx.text(ImportState.percent, " %", size="2", color=rx.color("gray", 11)),
        cancel_button("Cancel", loading=ImportState.stopping),
        role="status",
        width="100%",
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


def preview() -> rx.Component:
    """Say what would happen, in numbers and line by line."""
    return rx.vstack(
        rx.text(ImportState.file_name, weight="medium", overflow_wrap="anywhere"),
        rx.hstack(
            count("created", "green"),
            count("changed", "indigo"),
            count("unchanged", "gray"),
            count("refused", "red"),
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


def count(outcome: str, color: str) -> rx.Component:
    """Show how many lines come to this."""
    text = rx.fragment(ImportState.counts[outcome], f" {outcome}")
    return rx.badge(text, color_scheme=color, high_contrast=True, size="2")


def line_table() -> rx.Component:
    """Lay the lines out below their headings."""
    return rx.table.root(
        rx.table.header(
            rx.table.row(
                rx.table.column_header_cell("Line"),
                rx.table.column_header_cell("SKU"),
                rx.table.column_header_cell("Outcome"),
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


def result() -> rx.Component:
    """Say what was done, and lead on."""
    return rx.vstack(
        rx.callout(
            rx.fragment(
                "Imported: ",
                ImportState.counts["created"],
                " created, ",
                ImportState.counts["changed"],
                " changed.",
                rx.cond(ImportState.stopping, " It was too late to cancel.", ""),
            ),
            icon="check",
            color_scheme="green",
            high_contrast=True,
            role="status",
        ),
        rx.hstack(
            rx.link(rx.button("Open the inventory", size="3"), href=routes.INVENTORY),
            cancel_button("Import another file"),
            wrap="wrap",
        ),
    )


def import_page() -> rx.Component:
    """Put the page together: header, what went wrong, and where one is by now."""
    error = ImportState.error_message
    return shell(
        page_header("Import products", "From a CSV file. All of it, or nothing."),
        rx.cond(
            error,
            rx.callout(error, icon="circle-alert", color_scheme="red", role="alert"),
        ),
        rx.match(
            ImportState.phase,
            (CHECKING, progress("Checking")),
            (READY, preview()),
            (WRITING, progress("Importing")),
            (DONE, result()),
            choose_file(),
        ),
        active=routes.INVENTORY,
    )
