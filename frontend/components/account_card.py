"""The card in which one signs in or up."""

import reflex as rx

from frontend.components.form_field import field_error
from frontend.components.http_form import http_form
from frontend.layout import shell
from frontend.states.navbar import NavbarState


def account_card(
    *fields: rx.Component,
    title: str,
    action: str,
    question: str,
    other_label: str,
    other_route: str,
) -> rx.Component:
    """Build the page: one form that posts to ``action``, and the way to the other."""
    return shell(
        rx.card(
            rx.vstack(
                rx.heading(title, as_="h1", size="6"),
                http_form(
                    rx.vstack(
                        field_error("__all__"),
                        *fields,
                        rx.button(title, type="submit", size="3", width="100%"),
                        spacing="4",
                    ),
                    action=action,
                    style={"width": "100%"},
                ),
                rx.text(
                    question,
                    " ",
                    rx.link(
                        other_label,
                        href=other_route + NavbarState.next_query,
                        underline="always",
                    ),
                    size="2",
                ),
                spacing="4",
            ),
            size="4",
            width="100%",
            max_width="26rem",
            margin="1rem auto",
        ),
    )
