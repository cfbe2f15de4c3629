"""The page of the hand-written style: one's own stock."""

import reflex as rx

from frontend import routes
from frontend.components.csv_links import csv_links
from frontend.components.form_dialog import form_dialog
from frontend.components.form_field import form_field, form_switch
from frontend.components.list_tools import (
    empty_list,
    failed_list,
    loading_list,
    search_box,
)
from frontend.components.product_cells import (
    WIDE_ONLY,
    delete_button,
    edit_button,
    name_cell,
    number_cell,
    price_cell,
    status_cell,
)
from frontend.components.selection_bar import (
    selection_bar,
    selection_cell,
    selection_header,
)
from frontend.components.shortcuts import shortcut, shortcuts_help
from frontend.components.stock_buttons import (
    panel_button,
    publish_button,
    restock_button,
    stock_cell,
)
from frontend.components.stock_panel import stock_panel
from frontend.layout import page_header, shell
from frontend.pages.inventory_view import (
    product_filters,
    product_pages,
    view_header,
)
from frontend.states.inventory import InventoryState
from inventory.serializers import ProductRow

NOT_NARROW = ["none", "table-cell"]


def product_row(product: rx.Var[ProductRow], index: rx.Var[int]) -> rx.Component:
    """Show one product, with what can be done with it."""
    return rx.table.row(
        selection_cell(product),
        name_cell(product["name"], product["sku"]),
        rx.table.cell(product["category"], display=WIDE_ONLY, overflow_wrap="anywhere"),
        stock_cell(product),
        number_cell(product["reorder_level"], display=WIDE_ONLY),
        price_cell(product["price"], display=NOT_NARROW),
        status_cell(product["is_active"]),
        rx.table.cell(
            rx.hstack(
                rx.box(  # on a phone, the panel offers these
                    restock_button(product, short=True),
                    publish_button(product, short=True),
                    display=["none", "contents"],
                ),
                panel_button(product),
                edit_button(
                    product["name"], InventoryState.start_editing(product["id"])
                ),
                delete_button(
                    product["name"],
                    InventoryState.delete_product(product["id"]),
                    warning="For a moment you can undo it.",
                ),
                spacing="4",
                justify="end",
            )
        ),
        align="center",
        key=product["id"],
        tab_index=rx.cond(index == 0, 0, -1),  # the arrows lead on (shortcuts.js)
    )


def product_form() -> rx.Component:
    """Add or edit a product; the state's variables fill it when it opens."""
    form, errors = InventoryState.form, InventoryState.field_errors
    return form_dialog(
        form_field("Name", "name", default_value=form["name"], error=errors["name"]),
        form_field("SKU", "sku", default_value=form["sku"], error=errors["sku"]),
        form_field(
            "Price",
            "price",
            default_value=form["price"],
            error=errors["price"],
            input_mode="decimal",
        ),
        form_field(
            "Category",
            "category",
            default_value=form["category"],
            error=errors["category"],
        ),
        form_field(
            "Reorder level",
            "reorder_level",
            default_value=form["reorder_level"],
            error=errors["reorder_level"],
            input_mode="numeric",
        ),
        form_switch(
            "Active",
            "is_active",
            InventoryState.form_is_active,
            error=errors["is_active"],
        ),
        title=rx.cond(InventoryState.editing_id, "Edit product", "New product"),
        is_open=InventoryState.form_open,
        on_close=InventoryState.reset_form,
        on_submit=InventoryState.save_product,
        error=errors["form"],
    )


def product_list() -> rx.Component:
    """Show the rows and the way to the others, or why there are none."""
    return rx.cond(
        InventoryState.products.length() > 0,
        rx.fragment(product_table(), product_pages()),
        rx.cond(
            InventoryState.is_narrowed,
            empty_list("search-x", "Nothing found", "Try fewer or other letters."),
            empty_list("boxes", "No products yet", "Add your first one above."),
        ),
    )


def product_table() -> rx.Component:
    """Lay the rows of the current page out below their headings."""
    return rx.table.root(
        rx.table.header(
            rx.table.row(
                selection_header(),
                view_header("Product", "name"),
                view_header("Category", "category", display=WIDE_ONLY),
                view_header("Stock", "stock"),
                view_header(
                    "Reorder at", "level", text_align="right", display=WIDE_ONLY
                ),
                view_header("Price", "price", text_align="right", display=NOT_NARROW),
                view_header("Status", "status", display=NOT_NARROW),
                rx.table.column_header_cell("Actions", text_align="right"),
            )
        ),
        rx.table.body(rx.foreach(InventoryState.products, product_row)),
        size=rx.breakpoints(initial="1", sm="2"),
        width="100%",
    )


def inventory_page() -> rx.Component:
    """Put the page together: header, search, list, pages, form."""
    return shell(
        page_header(
            "Inventory",
            "Your own stock. Nobody else sees it.",
            rx.flex(
                rx.button(
                    rx.icon("plus", size=18),
                    "New product",
                    on_click=InventoryState.start_creating,
                    size="3",
                    custom_attrs=shortcut("new"),
                ),
                csv_links(InventoryState.export_url),
                shortcuts_help(),
                spacing="3",
                wrap="wrap",
            ),
        ),
        search_box(
            "Search name, SKU or category",
            InventoryState.search_query,
            InventoryState.set_search_query,
        ),
        product_filters(),
        rx.cond(
            InventoryState.error_message,
            failed_list(InventoryState.error_message, InventoryState.load_inventory),
        ),
        selection_bar(),
        rx.cond(InventoryState.loaded, product_list(), loading_list()),
        product_form(),
        stock_panel(),
        active=routes.INVENTORY,
    )
