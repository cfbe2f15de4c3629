"""The ways in and out for files: import and export."""

import reflex as rx

from frontend import routes
from frontend.components.button_link import button_link


def csv_links(export_url: rx.Var[str]) -> rx.Component:
    """Lead to the import page, and download what the list shows."""
    return rx.hstack(
        button_link(
            rx.icon("upload", size=18), "Import", to=routes.IMPORT, variant="soft"
        ),
        # Django answers there, not a Reflex page: the browser itself downloads it.
        button_link(
            rx.icon("download", size=18),
            "Export",
            to=export_url,
            variant="soft",
            reload_document=True,
            download="inventory.csv",
        ),
    )
