"""The page to sign in; Django answers its form over HTTP."""

import reflex as rx

from frontend import routes
from frontend.components.account_card import account_card
from frontend.components.form_field import form_field


def sign_in_page() -> rx.Component:
    """Ask for username and password."""
    return account_card(
        form_field("Username", "username", auto_complete="username", auto_focus=True),
        form_field(
            "Password", "password", type="password", auto_complete="current-password"
        ),
        title="Sign in",
        action=routes.POST_SIGN_IN,
        question="No account yet?",
        other_label="Sign up",
        other_route=routes.SIGN_UP,
    )
