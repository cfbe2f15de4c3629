"""The page of the declarative style: the shelf that everyone watches live."""

import reflex as rx

from frontend import routes
from frontend.components.form_dialog import form_dialog
from frontend.components.form_field import form_area, form_field, form_switch
from frontend.components.list_tools import (
    empty_list,
    failed_list,
    loading_list,
    pager,
    search_box,
)
from frontend.components.product_cells import (
    WIDE_ONLY,
    delete_button,
    edit_button,
    name_cell,
    price_cell,
    status_cell,
)
from frontend.layout import page_header, shell
from frontend.states.products import ProductState
from shop.serializers import ProductRow


def product_row(product: rx.Var[ProductRow]) -> rx.Component:
    """Show one product, with what can be done with it."""
    return rx.table.row(
        name_cell(product["name"], product["sku"]),
        rx.table.cell(product["description"], display=WIDE_ONLY, max_width="24rem"),
        price_cell(product["price"]),
        status_cell(product["is_active"]),
        rx.cond(
            ProductState.may_change | ProductState.may_delete,
            rx.table.cell(row_actions(product)),
        ),
        align="center",
        key=product["id"],
    )


def row_actions(product: rx.Var[ProductRow]) -> rx.Component:
    """Offer what the user may do with a product."""
    return rx.hstack(
        rx.cond(
            ProductState.may_change,
            edit_button(product["name"], ProductState.start_editing(product["id"])),
        ),
        rx.cond(
            ProductState.may_delete,
            delete_button(product["name"], ProductState.delete_product(product["id"])),
        ),
        spacing="4",
        justify="end",
    )


def product_form() -> rx.Component:
    """Add or edit a product; the state's variables fill it when it opens."""
    errors = ProductState.field_errors
    return form_dialog(
        form_field(
            "Name", "name", default_value=ProductState.name, error=errors["name"]
        ),
        form_field("SKU", "sku", default_value=ProductState.sku, error=errors["sku"]),
        form_field(
            "Price",
            "price",
            default_value=ProductState.price,
            error=errors["price"],
            input_mode="decimal",
        ),
        form_area(
            "Description",
            "description",
            default_value=ProductState.description,
            error=errors["description"],
        ),
        form_switch(
            "Active", "is_active", ProductState.is_active, error=errors["is_active"]
        ),
        title=rx.cond(ProductState.editing_id > 0, "Edit product", "New product"),
        is_open=ProductState.form_open,
        on_close=ProductState.reset_form,
        on_submit=ProductState.save_product,
        error=errors["form"],
    )


def product_list() -> rx.Component:
    """Show the rows and the way to the others, or why there are none."""
    return rx.cond(
        ProductState.products.length() > 0,
        rx.fragment(product_table(), product_pages()),
        rx.cond(
            ProductState.search_query,
            empty_list("search-x", "Nothing found", "Try fewer or other letters."),
            empty_list(
                "store", "The shelf is empty", "What is put here, everyone sees."
            ),
        ),
    )


def product_table() -> rx.Component:
    """Lay the rows of the current page out below their headings."""
    return rx.table.root(
        rx.table.header(
            rx.table.row(
                rx.table.column_header_cell("Product"),
                rx.table.column_header_cell("Description", display=WIDE_ONLY),
                rx.table.column_header_cell("Price", text_align="right"),
                rx.table.column_header_cell("Status", display=["none", "table-cell"]),
                rx.cond(
                    ProductState.may_change | ProductState.may_delete,
                    rx.table.column_header_cell("Actions", text_align="right"),
                ),
            )
        ),
        rx.table.body(rx.foreach(ProductState.products, product_row)),
        width="100%",
    )


def product_pages() -> rx.Component:
    """Turn the pages."""
    return pager(
        range_text=ProductState.range_text,
        page=ProductState.page,
        total_pages=ProductState.total_pages,
        on_prev=ProductState.prev_page,
        on_next=ProductState.next_page,
    )


def waiting_notice() -> rx.Component:
    """Say how many changes cannot be placed on this page, and offer to show them."""
    return rx.cond(
        ProductState.waiting_changes > 0,
        rx.callout.root(
            rx.callout.icon(rx.icon("refresh-cw", size=18)),
            rx.callout.text(
                ProductState.waiting_changes,
                rx.cond(ProductState.waiting_changes == 1, " change", " changes"),
                " on earlier pages",
            ),
            rx.button("Show", on_click=ProductState.refresh, size="2", variant="soft"),
            role="status",
            width="100%",
        ),
    )


def products_page() -> rx.Component:
    """Put the page together: header, search, list, pages, form."""
    return shell(
        page_header(
            "Shop",
            "What is for sale. Everyone sees each change at once.",
            rx.cond(
                ProductState.may_add,
                rx.button(
                    rx.icon("plus", size=18),
                    "New product",
                    on_click=ProductState.start_creating,
                    size="3",
                ),
            ),
        ),
        search_box(
            "Search name, SKU or description",
            ProductState.search_query,
            ProductState.set_search_query,
        ),
        rx.cond(
            ProductState.error_message,
            failed_list(ProductState.error_message, ProductState.refresh),
        ),
        waiting_notice(),
        rx.cond(ProductState.loaded, product_list(), loading_list()),
        product_form(),
        active=routes.PRODUCTS,
    )
