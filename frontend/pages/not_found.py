"""The page for an address that does not exist."""

import reflex as rx

from frontend import routes
from frontend.components.button_link import button_link
from frontend.components.list_tools import empty_list
from frontend.layout import shell


def not_found_page() -> rx.Component:
    """Say so, and lead back."""
    return shell(
        rx.heading("Page not found", as_="h1", size="7"),
        empty_list("map-pin-off", "There is nothing at this address", ""),
        rx.center(
            button_link("Go to the start page", to=routes.HOME),
            width="100%",
        ),
    )
