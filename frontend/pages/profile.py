"""The page to change one's own name, e-mail and password; Django answers its forms."""

import reflex as rx

from frontend import routes
from frontend.components.form_field import field_error, form_field
from frontend.components.http_form import http_form
from frontend.components.list_tools import loading_list
from frontend.components.panels import panel
from frontend.layout import page_header, shell
from frontend.states.navbar import NavbarState
from frontend.states.profile import ProfileState


def details_form() -> rx.Component:
    """Change name and e-mail."""
    details = ProfileState.details
    return http_form(
        rx.vstack(
            field_error("__all__"),
            form_field(
                "First name",
                "first_name",
                default_value=details["first_name"],
                auto_complete="given-name",
            ),
            form_field(
                "Last name",
                "last_name",
                default_value=details["last_name"],
                auto_complete="family-name",
            ),
            form_field(
                "E-mail",
                "email",
                default_value=details["email"],
                auto_complete="email",
                input_mode="email",
            ),
            rx.button("Save details", type="submit", size="3"),
            spacing="3",
        ),
        action=routes.POST_DETAILS,
    )


def password_form() -> rx.Component:
    """Change the password, for whoever knows the old one."""
    return http_form(
        rx.vstack(
            field_error("__all__"),
            form_field(
                "Old password",
                "old_password",
                type="password",
                auto_complete="current-password",
            ),
            form_field(
                "New password",
                "new_password1",
                type="password",
                auto_complete="new-password",
            ),
            form_field(
                "New password again",
                "new_password2",
                type="password",
                auto_complete="new-password",
            ),
            rx.button("Change password", type="submit", size="3"),
            spacing="3",
        ),
        action=routes.POST_PASSWORD,
    )


def saved_notice() -> rx.Component:
    """Say what was saved just now."""
    return rx.cond(
        ProfileState.notice,
        rx.callout.root(
            rx.callout.icon(rx.icon("check", size=18)),
            rx.callout.text(ProfileState.notice),
            color_scheme="green",
            high_contrast=True,
            role="status",
            width="100%",
        ),
    )


def profile_page() -> rx.Component:
    """Put the page together: header, what was saved, the two forms."""
    return shell(
        page_header(
            "Profile", rx.fragment("You are signed in as ", NavbarState.username, ".")
        ),
        saved_notice(),
        rx.cond(
            ProfileState.loaded,
            rx.grid(
                panel("Name and e-mail", details_form()),
                panel("Password", password_form()),
                columns=rx.breakpoints(initial="1", md="2"),
                spacing="4",
                width="100%",
            ),
            loading_list(),
        ),
    )
