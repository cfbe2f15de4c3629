"""A dialog that holds one form."""

import reflex as rx

from frontend.components.connection_notice import is_away
from frontend.components.form_field import field_error

# Radix gives the focus back to a dialog's trigger. This one is opened by an event
# and has none: it remembers where the focus was.
BEHAVIOUR = {
    "onOpenAutoFocus": rx.Var(
        "() => { window.dialogOpener = document.activeElement; }"
    ),
    "onCloseAutoFocus": rx.Var(
        "(event) => { event.preventDefault(); window.dialogOpener?.focus(); }"
    ),
    # A click beside it would throw away what was typed: Escape and Cancel close it.
    "onInteractOutside": rx.Var("(event) => event.preventDefault()"),
}


def form_dialog(
    *fields: rx.Component,
    title: rx.Var[str] | str,
    is_open: rx.Var[bool],
    on_close: rx.event.EventType,
    on_submit: rx.event.EventType,
    error: rx.Var[str],
) -> rx.Component:
    """Build the dialog; the form is sent as a whole, typing sends nothing.

    ``error`` is what concerns the form as a whole. While the form is on its way
    the Save button cannot be pressed again, nor while the connection is away: what
    is typed between that press and its answer would be lost.
    """
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title),
            rx.form(
                rx.vstack(
                    field_error("form", error),
                    *fields,
                    rx.hstack(
                        rx.dialog.close(
                            rx.button(
                                "Cancel",
                                type="button",
                                variant="soft",
                                color_scheme="gray",
                            )
                        ),
                        rx.button("Save", type="submit", disabled=is_away),
                        justify="end",
                        spacing="3",
                        width="100%",
                    ),
                    spacing="3",
                ),
                on_submit=on_submit,
            ),
            aria_describedby="",
            custom_attrs=BEHAVIOUR,
            max_width="30rem",
        ),
        open=is_open,
        on_open_change=on_close,
    )
