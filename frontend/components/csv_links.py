"""The ways in and out for files: import and export."""

import reflex as rx

from frontend import routes


def csv_links(export_url: rx.Var[str]) -> rx.Component:
    """Lead to the import page, and download what the list shows."""
    return rx.hstack(
        rx.link(_button("upload", "Import"), href=routes.IMPORT),
        # Django answers there, not a Reflex page: the browser itself downloads it.
        rx.el.a(
            _button("download", "Export"),
            href=export_url,
            reload_document=True,
            download="inventory.csv",
        ),
    )


def _button(icon: str, label: str) -> rx.Component:
    return rx.button(rx.icon(icon, size=18), label, variant="soft", size="3")
