"""The panel at the side: one product's stock, what moved it, and what moves it next."""

import reflex as rx

from frontend.components.connection_notice import is_away
from frontend.components.form_dialog import BEHAVIOUR
from frontend.components.form_field import field_error, form_field
from frontend.components.list_tools import pager
from frontend.components.stock_buttons import (
    for_sale_badge,
    publish_button,
    restock_button,
)
from frontend.components.stock_charts import balance_chart
from frontend.states.stock import StockState
from inventory.history import DAYS, MovementRow
from inventory.ledger import StockMovement

LOCAL_TIME = rx.vars.FunctionStringVar.create(
    "((moment) => new Date(moment).toLocaleString(undefined,"
    ' {dateStyle: "medium", timeStyle: "short"}))'
)
AT_THE_SIDE = {
    "position": "fixed",
    "inset": "0 0 0 auto",
    "width": "100vw",
    "max_width": "30rem",
    "height": "100dvh",
    "max_height": "100dvh",
    "border_radius": "0",
    "overflow_y": "auto",
}


def stock_panel() -> rx.Component:
    """Put the panel together; Escape and the button close it."""
    product = StockState.product
    return rx.dialog.root(
        rx.dialog.content(
            rx.hstack(
                rx.dialog.title(product["name"], margin="0", overflow_wrap="anywhere"),
                rx.spacer(),
                rx.dialog.close(
                    rx.icon_button(
                        rx.icon("x", size=18),
                        variant="ghost",
                        color_scheme="gray",
                        aria_label="Close",
                    )
                ),
                width="100%",
            ),
            rx.hstack(
                rx.text(
                    rx.text.strong(product["stock_on_hand"]),
                    " in stock",
                    aria_live="polite",
                ),
                rx.cond(product["is_for_sale"], for_sale_badge()),
                align="center",
            ),
            rx.flex(
                restock_button(product, short=False),
                publish_button(product, short=False),
                spacing="3",
                wrap="wrap",
                margin_y="0.75rem",
            ),
            movement_form(),
            balance(),
            movement_list(),
            aria_describedby="",
            custom_attrs=BEHAVIOUR,
            style=AT_THE_SIDE,
        ),
        open=product["id"] > 0,
        on_open_change=StockState.close_panel,
    )


def movement_form() -> rx.Component:
    """Record a movement; it is sent as a form, typing sends nothing."""
    errors = StockState.field_errors
    return rx.form.root(
        rx.vstack(
            rx.heading("Record a movement", as_="h3", size="3"),
            field_error("form", errors["form"]),
            kind_field(errors["kind"]),
            form_field(
                "Amount",
                "quantity",
                error=errors["quantity"],
                input_mode="numeric",
                auto_complete="off",
            ),
            form_field("Reason", "reason", error=errors["reason"], auto_complete="off"),
            rx.el.input(type="hidden", name="form_key", value=StockState.form_key),
            rx.button("Record", type="submit", disabled=is_away),
            spacing="3",
        ),
        on_submit=StockState.record,
        key=StockState.form_key,
    )


def kind_field(error: rx.Var[str]) -> rx.Component:
    """Choose why the stock changes."""
    return rx.vstack(
        rx.el.label(
            rx.text("Kind", as_="span", size="2", weight="medium"), html_for="kind"
        ),
        rx.select.root(
            rx.select.trigger(id="kind", width="100%", aria_describedby="kind-error"),
            rx.select.content(
                *[
                    rx.select.item(kind.label, value=kind.value)
                    for kind in StockMovement.Kind
                ]
            ),
            name="kind",
            default_value=StockMovement.Kind.RECEIVE.value,
            size="3",
        ),
        field_error("kind", error),
        spacing="1",
        width="100%",
    )


def balance() -> rx.Component:
    """Draw what was in stock, day by day."""
    return rx.box(
        rx.heading("In stock, last ", DAYS, " days", as_="h3", size="3"),
        rx.box(balance_chart(StockState.balances), margin_top="1rem"),
        width="100%",
        margin_top="1.5rem",
    )


def movement_row(movement: rx.Var[MovementRow]) -> rx.Component:
    """Show one movement: what, how many, why, who, and when."""
    moment = movement["moment"]
    return rx.el.li(
        rx.hstack(
            rx.text(movement["kind"], weight="medium"),
            rx.spacer(),
            rx.text(movement["quantity"], font_variant_numeric="tabular-nums"),
        ),
        rx.text(movement["reason"], size="2", overflow_wrap="anywhere"),
        rx.text(
            movement["who"],
            " · ",
            rx.el.time(LOCAL_TIME.call(moment), date_time=moment),
            size="1",
            color=rx.color("gray", 11),
        ),
        style={
            "padding": "0.5rem 0",
            "border_bottom": f"1px solid {rx.color('gray', 4)}",
        },
    )


def movement_list() -> rx.Component:
    """Show a page of the history, newest first."""
    return rx.box(
        rx.heading("History", as_="h3", size="3"),
        rx.el.ul(
            rx.foreach(StockState.movements, movement_row),
            style={"list_style": "none", "padding": "0", "width": "100%"},
        ),
        pager(
            range_text=StockState.range_text,
            page=StockState.page,
            total_pages=StockState.total_pages,
            on_prev=StockState.prev_page,
            on_next=StockState.next_page,
        ),
        margin_top="1.5rem",
    )
