"""What moves the stock of one product, in its row as well as in its panel."""

import reflex as rx

from frontend.components.connection_notice import is_away
from frontend.components.product_cells import low_stock_badge
from frontend.states.publishing import PublishState
from frontend.states.stock import StockState
from inventory.serializers import ProductRow


def stock_cell(product: rx.Var[ProductRow]) -> rx.Component:
    """Show what is in stock between the two buttons that change it by one."""
    name, number = product["name"], product["id"]
    return rx.table.cell(
        rx.hstack(
            _step("minus", f"Issue one {name}", StockState.issue_one(number)),
            rx.text(
                product["stock_on_hand"],
                font_variant_numeric="tabular-nums",
                min_width="2ch",
                text_align="center",
            ),
            _step("plus", f"Receive one {name}", StockState.receive_one(number)),
            align="center",
            spacing="3",
        ),
        low_stock_badge(product["is_low"]),
        rx.cond(product["is_for_sale"], for_sale_badge()),
    )


def for_sale_badge() -> rx.Component:
    """Say that a product stands on the shelf."""
    return rx.badge("For sale", color_scheme="blue", high_contrast=True)


def panel_button(product: rx.Var[ProductRow]) -> rx.Component:
    """Open the panel with the product's history."""
    return rx.icon_button(
        rx.icon("history", size=16),
        on_click=StockState.open_panel(product["id"]),
        variant="ghost",
        color_scheme="gray",
        aria_label=f"Stock of {product['name']}",
    )


def restock_button(product: rx.Var[ProductRow], *, short: bool) -> rx.Component:
    """Offer a task to restock what runs low."""
    return rx.cond(
        product["is_low"],
        _button(
            "list-plus",
            "Add restock task",
            f"Add restock task for {product['name']}",
            StockState.add_restock_task(product["id"]),
            short=short,
        ),
    )


def publish_button(product: rx.Var[ProductRow], *, short: bool) -> rx.Component:
    """Offer to put a product on the shelf, or to take it off; each needs its right."""
    name = product["name"]
    return rx.cond(
        product["is_for_sale"],
        rx.cond(
            PublishState.may_unpublish,
            _button(
                "store",
                "Unpublish",
                f"Unpublish {name}",
                PublishState.unpublish(product["id"]),
                short=short,
            ),
        ),
        rx.cond(
            PublishState.may_publish,
            _button(
                "store",
                "Publish",
                f"Publish {name}",
                PublishState.publish(product["id"]),
                short=short,
            ),
        ),
    )


def _step(icon: str, label: str, on_click: rx.event.EventType) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=14),
        on_click=on_click,
        variant="soft",
        size="1",
        aria_label=label,
        disabled=is_away,
        display=["none", "inline-flex"],  # on a phone, the panel offers this
    )


def _button(
    icon: str, text: str, label: str, on_click: rx.event.EventType, *, short: bool
) -> rx.Component:
    """Build the button: in a row an icon that is named, in the panel its text."""
    if short:
        return rx.icon_button(
            rx.icon(icon, size=16),
            on_click=on_click,
            variant="ghost",
            aria_label=label,
            title=text,
        )
    return rx.button(rx.icon(icon, size=16), text, on_click=on_click, variant="soft")
