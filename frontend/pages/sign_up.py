"""The page to sign up; Django answers its form over HTTP."""

import reflex as rx

from frontend import routes
from frontend.components.account_card import account_card
from frontend.components.form_field import form_field


def sign_up_page() -> rx.Component:
    """Ask for a username, and twice for a password."""
    return account_card(
        form_field("Username", "username", auto_complete="username", auto_focus=True),
        form_field(
            "Password", "password1", type="password", auto_complete="new-password"
        ),
        form_field(
            "Password again", "password2", type="password", auto_complete="new-password"
        ),
        title="Sign up",
        action=routes.POST_SIGN_UP,
        question="Signed up already?",
        other_label="Sign in",
        other_route=routes.SIGN_IN,
    )
