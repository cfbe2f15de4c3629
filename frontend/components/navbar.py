"""The bar on top of every page: where you are, and who you are."""

from typing import Any

import reflex as rx

from frontend import routes
from frontend.components.button_link import button_link
from frontend.components.http_form import http_form
from frontend.components.theme_button import theme_button
from frontend.states.navbar import MOST_SHOWN, NavbarState

WIDE_ONLY = ["none", "none", "inline"]
CUT_OFF = {"overflow": "hidden", "text_overflow": "ellipsis", "white_space": "nowrap"}
LOW = NavbarState.low_stock_count
LOW_TEXT = rx.cond(LOW > MOST_SHOWN, f"{MOST_SHOWN}+", LOW.to_string())


def navbar(active: str) -> rx.Component:
    """Build the bar; ``active`` is the route of the page it stands on."""
    return rx.el.header(
        rx.hstack(
            _brand(),
            rx.el.nav(
                rx.hstack(
                    *[_entry(entry, active) for entry in routes.NAVIGATION],
                    spacing="1",
                ),
                aria_label="Main",
            ),
            rx.spacer(),
            _account(),
            theme_button(),
            align="center",
            spacing="2",
            max_width="72rem",
            margin_x="auto",
            padding_x=["0.5rem", "1rem"],
            height="3.5rem",
        ),
        position="sticky",
        top="0",
        z_index="10",
        background=rx.color("gray", 1),
        border_bottom=f"1px solid {rx.color('gray', 5)}",
    )


def _brand() -> rx.Component:
    return rx.link(
        rx.hstack(
            rx.icon("package", size=20),
            rx.text("Stockroom", weight="bold", display=WIDE_ONLY),
            align="center",
            spacing="2",
        ),
        href=routes.HOME,
        aria_label="Stockroom, home",
        underline="none",
        color=rx.color("gray", 12),
        padding_right=["0", "0.5rem"],
    )


def _entry(entry: routes.NavigationEntry, active: str) -> rx.Component:
    is_active = entry.route == active
    return rx.link(
        rx.hstack(
            rx.icon(entry.icon, size=18),
            rx.text(entry.label, size="2", display=WIDE_ONLY),
            *([_low_stock_count()] if entry.route == routes.INVENTORY else []),
            align="center",
            spacing="2",
        ),
        href=entry.route,
        aria_label=_label(entry),
        aria_current="page" if is_active else "false",
        underline="none",
        color=rx.color("accent", 11) if is_active else rx.color("gray", 11),
        background=rx.color("accent", 3) if is_active else "transparent",
        padding=["0.5rem 0.35rem", "0.5rem 0.6rem"],
        border_radius="var(--radius-3)",
    )


def _label(entry: routes.NavigationEntry) -> Any:
    if entry.route != routes.INVENTORY:
        return entry.label
    return rx.cond(LOW, f"{entry.label}, {LOW_TEXT} low", entry.label)


def _low_stock_count() -> rx.Component:
    """Show how many products run low; nothing while none does."""
    return rx.cond(
        LOW,
        rx.badge(
            LOW_TEXT,
            color_scheme="amber",
            high_contrast=True,
            title="Low stock",
            display=["none", "inline-flex"],  # no room on a phone
            custom_attrs={"data-testid": "low-stock-count"},
        ),
    )


def _account() -> rx.Component:
    """Show the user's name and the way out, or the way in."""
    return rx.cond(
        NavbarState.is_authenticated,
        rx.hstack(
            rx.cond(
                NavbarState.is_staff,
                # Django answers there, not a Reflex page: leave the app for it.
                rx.el.a(
                    rx.hstack(
                        rx.icon("wrench", size=18),
                        rx.text("Admin", size="2", display=WIDE_ONLY),
                        align="center",
                    ),
                    href=routes.ADMIN,
                    reload_document=True,
                    aria_label="Admin",
                    style={"color": rx.color("gray", 11)},
                ),
            ),
            rx.link(
                rx.text(
                    NavbarState.username,
                    size="2",
                    weight="medium",
                    style=CUT_OFF,
                    max_width=["3rem", "5rem", "12rem"],
                    custom_attrs={"data-testid": "username"},
                ),
                href=routes.PROFILE,
                title="Profile",
                color=rx.color("gray", 12),
            ),
            http_form(
                rx.icon_button(
                    rx.icon("log-out", size=16),
                    type="submit",
                    variant="soft",
                    color_scheme="gray",
                    aria_label="Sign out",
                    title="Sign out",
                ),
                action=routes.POST_SIGN_OUT,
            ),
            align="center",
            spacing="3",
        ),
        button_link("Sign in", to=routes.SIGN_IN, size="2"),
    )
