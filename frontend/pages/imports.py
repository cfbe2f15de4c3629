"""The page that imports a file: choose it, read what would happen, do it."""

import reflex as rx

from frontend import routes
from frontend.components.button_link import button_link
from frontend.components.form_field import field_error
from frontend.components.http_form import http_form
from frontend.layout import page_header, shell
from frontend.pages.import_preview import cancel_button, preview
from frontend.states.imports import CHECKING, DONE, READY, WRITING, ImportState
from inventory.csv_format import COLUMNS
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
                class_name="choice",
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
            width="100%",
        ),
        action=routes.POST_UPLOAD,
        width="100%",
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
            button_link("Open the inventory", to=routes.INVENTORY),
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
