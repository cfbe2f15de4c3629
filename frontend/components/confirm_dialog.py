"""A question before something is lost."""

import reflex as rx


def confirm_dialog(
    trigger: rx.Component,
    *,
    title: rx.Var[str] | str,
    description: str,
    confirm_label: str,
    on_confirm: rx.event.EventType,
) -> rx.Component:
    """Ask before ``on_confirm`` runs; Escape and Cancel change nothing."""
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(trigger),
        rx.alert_dialog.content(
            rx.alert_dialog.title(title, overflow_wrap="anywhere"),
            rx.alert_dialog.description(description, overflow_wrap="anywhere"),
            rx.hstack(
                rx.alert_dialog.cancel(
                    rx.button("Cancel", variant="soft", color_scheme="gray")
                ),
                rx.alert_dialog.action(
                    rx.button(
                        confirm_label,
                        color_scheme="red",
                        high_contrast=True,
                        on_click=on_confirm,
                    )
                ),
                justify="end",
                spacing="3",
                margin_top="1.5rem",
            ),
            max_width="26rem",
        ),
    )
