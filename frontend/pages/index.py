"""The start page: the three styles, in a newcomer's words."""

from typing import NamedTuple

import reflex as rx

from frontend import routes
from frontend.components.button_link import button_link
from frontend.layout import page_header, shell


class Style(NamedTuple):
    """One way of writing a page, as its card presents it."""

    name: str
    state: str
    base: str
    choose_when: str
    slug: str
    route: str
    link: str
    icon: str


STYLES = (
    Style(
        name="Hand-written",
        state="InventoryState",
        base="AppState",
        choose_when=(
            "Every step is yours: what is read, what is checked, what happens after "
            "a click. Choose it for rules, workflows and validation of your own."
        ),
        slug="inventory",
        route=routes.INVENTORY,
        link="Open the inventory",
        icon="boxes",
    ),
    Style(
        name="Declarative",
        state="ProductState",
        base="ModelState",
        choose_when=(
            "You say which model, which fields and which order; listing, searching "
            "and saving come with it. Choose it for list, edit, save, delete and "
            "little else."
        ),
        slug="products",
        route=routes.PRODUCTS,
        link="Open the shop",
        icon="store",
    ),
    Style(
        name="Plain",
        state="TaskState",
        base="rx.State",
        choose_when=(
            "Reflex as it is, plus one call that asks Django who is signed in. "
            "Choose it when the page is small, or when you want no magic."
        ),
        slug="tasks",
        route=routes.TASKS,
        link="Open the tasks",
        icon="list-checks",
    ),
)


def style_card(style: Style) -> rx.Component:
    """Present one style: what it is for, its files and its page."""
    return rx.card(
        rx.vstack(
            rx.hstack(
                rx.icon(style.icon, size=22, color=rx.color("accent", 11)),
                rx.heading(style.name, as_="h2", size="5"),
                align="center",
            ),
            rx.text(rx.code(style.state), " on ", rx.code(style.base), size="2"),
            rx.text(style.choose_when, color=rx.color("gray", 11)),
            rx.el.ul(
                *[
                    rx.el.li(rx.code(file, size="1", variant="ghost"))
                    for file in (
                        f"frontend/states/{style.slug}.py",
                        f"frontend/pages/{style.slug}.py",
                        f"tests/frontend/states/test_{style.slug}.py",
                        f"e2e/test_{style.slug}.py",
                    )
                ],
                style={"list_style": "none", "padding": "0"},
            ),
            rx.spacer(),
            button_link(style.link, to=style.route),
            spacing="3",
            height="100%",
        ),
        size="3",
    )


def index_page() -> rx.Component:
    """Welcome a newcomer and show the three ways of writing a page."""
    return shell(
        page_header(
            "Reflex on Django, three ways",
            "A real inventory manager, written to be copied: pages in Reflex, "
            "models, users and admin in Django, one process.",
        ),
        rx.grid(
            *[style_card(style) for style in STYLES],
            columns=rx.breakpoints(initial="1", md="3"),
            spacing="4",
            width="100%",
        ),
    )
