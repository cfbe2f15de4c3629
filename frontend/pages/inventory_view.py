"""What changes the view of the inventory's list: headers, filters and pages."""

import reflex as rx

from frontend.components.list_tools import key_pager
from frontend.components.list_view import choice, option, sort_header
from frontend.states.inventory import InventoryState
from inventory.listing import PAGE_SIZES


def view_header(label: str, column: str, **props) -> rx.Component:
    """Head a column that the list can be sorted by."""
    return sort_header(
        label, column, InventoryState.sort, InventoryState.change_view, **props
    )


def product_pages() -> rx.Component:
    """Turn the pages, and choose how long they are."""
    return rx.fragment(
        key_pager(
            range_text=InventoryState.range_text,
            page=InventoryState.page,
            total_pages=InventoryState.total_pages,
            has_previous=InventoryState.has_previous,
            has_next=InventoryState.has_next,
            on_first=InventoryState.first_page,
            on_prev=InventoryState.prev_page,
            on_next=InventoryState.next_page,
            on_last=InventoryState.last_page,
        ),
        choice(
            "Products on a page",
            "page_size",
            InventoryState.page_size.to_string(),
            [option(f"{size} on a page", str(size)) for size in PAGE_SIZES],
            InventoryState.change_view,
        ),
    )


def product_filters() -> rx.Component:
    """Narrow the list down by what a product is."""
    return rx.flex(
        choice(
            "Category",
            "category",
            InventoryState.category,
            [
                option("All categories", ""),
                rx.foreach(InventoryState.categories, lambda name: option(name, name)),
                rx.cond(  # the filter stays when its last product has gone
                    (InventoryState.category != "")
                    & ~InventoryState.categories.contains(InventoryState.category),
                    option(InventoryState.category, InventoryState.category),
                ),
            ],
            InventoryState.change_view,
        ),
        choice(
            "Status",
            "status",
            InventoryState.status,
            [
                option("Active or not", ""),
                option("Active", "active"),
                option("Inactive", "inactive"),
            ],
            InventoryState.change_view,
        ),
        choice(
            "Stock",
            "low_stock",
            rx.cond(InventoryState.low_stock, "1", ""),
            [option("Any stock", ""), option("Low stock", "1")],
            InventoryState.change_view,
        ),
        spacing="3",
        wrap="wrap",
    )
