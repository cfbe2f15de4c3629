"""The page with one's own stock in figures; each leads to the list behind it."""

import reflex as rx

from frontend import routes
from frontend.components.button_link import button_link
from frontend.components.list_tools import empty_list, failed_list, loading_list
from frontend.components.local_time import local_time
from frontend.components.panels import line, lines, panel
from frontend.components.stock_charts import movements_chart, share_bar
from frontend.layout import page_header, shell
from frontend.states.dashboard import DashboardState
from inventory.dashboard_rows import CategoryRow, MovementRow, MoverRow
from inventory.listing import Listing

COLUMN = "minmax(0, 1fr)"  # no wider than the screen, whatever stands in it
LARGE = rx.breakpoints(initial="5", sm="6")
NUMBERS = {"font_variant_numeric": "tabular-nums", "white_space": "nowrap"}


def figure(
    label: str, value: rx.Var | rx.Component, icon: str, link: str
) -> rx.Component:
    """Show one figure on a card that leads to what it was counted from."""
    return rx.card(
        rx.link(
            rx.hstack(
                rx.icon(icon, size=18, aria_hidden=True),
                rx.text(label, size="2"),
                align="center",
                color=rx.color("gray", 11),
            ),
            rx.text(
                value,
                size=rx.breakpoints(initial="5", sm="6"),
                weight="bold",
                **NUMBERS,
            ),
            href=link,
            underline="none",
            color=rx.color("gray", 12),
        ),
    )


def figures() -> rx.Component:
    """Show the four figures on top."""
    totals = DashboardState.totals
    low = f"{routes.INVENTORY}?{Listing(low_stock=True).to_query()}"
    return rx.grid(
        figure("Value of stock", totals["value"], "wallet", routes.INVENTORY),
        figure("Products", totals["products"], "boxes", routes.INVENTORY),
        figure("Low stock", totals["low_stock"], "triangle-alert", low),
        figure("Movements in 30 days", totals["movements"], "activity", "#latest"),
        columns=rx.breakpoints(initial="2", md="4"),
        spacing="4",
        width="100%",
    )


def inventory_link(text: rx.Var[str], query: rx.Var[str]) -> rx.Component:
    """Lead to the inventory, narrowed down to what is meant."""
    address = f"{routes.INVENTORY}{query}"
    return rx.link(text, href=address, size="2", overflow_wrap="anywhere")


def category_row(category: rx.Var[CategoryRow]) -> rx.Component:
    """Show one category's value, as a number and as a bar beside the others."""
    return line(
        rx.cond(
            category["link"],
            inventory_link(category["name"], category["link"]),
            rx.text(category["name"], size="2"),
        ),
        rx.text(category["value"], size="2", **NUMBERS),
        share_bar(DashboardState.categories, "amount", category["amount"]),
    )


def mover_row(mover: rx.Var[MoverRow]) -> rx.Component:
    """Show how many pieces of a product went out."""
    return line(
        rx.box(
            inventory_link(mover["name"], mover["link"]),
            rx.text(mover["sku"], size="1", color=rx.color("gray", 11)),
        ),
        rx.text(mover["issued"], " issued", size="2", **NUMBERS),
    )


def movement_row(movement: rx.Var[MovementRow]) -> rx.Component:
    """Show what happened to which product, who did it, and when."""
    return line(
        rx.box(
            inventory_link(movement["name"], movement["link"]),
            rx.text(
                local_time(movement["at"]),
                rx.cond(movement["by"], rx.fragment(" by ", movement["by"])),
                size="1",
                color=rx.color("gray", 11),
            ),
        ),
        rx.text(movement["kind"], " ", movement["quantity"], size="2", **NUMBERS),
        key=movement["id"],
    )


def movements_panels() -> rx.Component:
    """Show what moved in thirty days, and what moved most."""
    return rx.fragment(
        panel("The last 30 days", movements_chart(DashboardState.days)),
        panel(
            "Top movers",
            rx.cond(
                DashboardState.top_movers,
                lines(rx.foreach(DashboardState.top_movers, mover_row)),
                empty_list("truck", "Nothing went out in 30 days", ""),
            ),
        ),
    )


def value_and_latest() -> rx.Component:
    """Show what the stock is worth, and what happened to it last."""
    return rx.fragment(
        panel(
            "Value by category",
            lines(rx.foreach(DashboardState.categories, category_row)),
        ),
        panel(
            "Latest movements",
            rx.cond(
                DashboardState.latest,
                lines(rx.foreach(DashboardState.latest, movement_row)),
                empty_list("activity", "Nothing has moved yet", ""),
            ),
            name="latest",
        ),
    )


def panels() -> rx.Component:
    """Show the charts, and the lists that say in words what they draw."""
    return rx.grid(
        rx.vstack(movements_panels(), spacing="4", min_width="0"),
        rx.vstack(value_and_latest(), spacing="4", min_width="0"),
        columns=rx.breakpoints(
            initial="minmax(0, 1fr)", md="repeat(2, minmax(0, 1fr))"
        ),
        spacing="4",
        width="100%",
    )


def first_steps() -> rx.Component:
    """Tell a new user where the figures will come from."""
    hint = "Add your first product, or import a file: the figures follow by themselves."
    return rx.fragment(
        empty_list("layout-dashboard", "No stock yet", hint),
        rx.center(
            button_link("Open the inventory", to=routes.INVENTORY),
            width="100%",
        ),
    )


def dashboard_page() -> rx.Component:
    """Put the page together: header, figures, charts, lists."""
    return shell(
        page_header(
            "Dashboard",
            "Your stock in figures, as it is now.",
            rx.button(
                rx.icon("refresh-cw", size=18),
                "Refresh",
                on_click=DashboardState.load_dashboard,
                loading=DashboardState.loading,
                variant="soft",
                size="3",
            ),
        ),
        rx.cond(
            DashboardState.error_message,
            failed_list(DashboardState.error_message, DashboardState.load_dashboard),
        ),
        rx.cond(
            DashboardState.loaded,
            rx.cond(
                DashboardState.totals["products"] > 0,
                rx.fragment(figures(), panels()),
                first_steps(),
            ),
            loading_list(),
        ),
        active=routes.DASHBOARD,
    )
