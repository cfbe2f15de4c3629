"""The ways in and out for files: import and export."""

import reflex as rx

from frontend import routes


def csv_links(search: rx.Var[str]) -> rx.Component:
    """Lead to the import page, and download what ``search`` finds."""
    # With the data of the variable, a page knows that it needs its state.
    wanted = rx.Var(
        f"encodeURIComponent({search!s})",
        _var_type=str,
        _var_data=search._get_all_var_data(),
    )
    return rx.hstack(
        rx.link(_button("upload", "Import"), href=routes.IMPORT),
        # Django answers there, not a Reflex page: the browser itself downloads it.
        rx.el.a(
            _button("download", "Export"),
            href=f"{routes.EXPORT}?search={wanted}",
            reload_document=True,
            download="inventory.csv",
        ),
    )


def _button(icon: str, label: str) -> rx.Component:
    return rx.button(rx.icon(icon, size=18), label, variant="soft", size="3")
