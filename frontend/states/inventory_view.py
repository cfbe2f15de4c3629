"""The hand-written style's search, filters, order and pages: all in the address.

A handler that changes the view reads the rows itself, and has the browser show the
address that leads there: ``load_inventory`` reads it after a reload, from a link, and
when the back button brings it back.
"""

import time
from typing import ClassVar

import reflex as rx
from reflex_django.auth.decorators import login_required

from frontend import routes
from frontend.components.address import show_query
from inventory import cursors
from inventory.listing import PAGE_SIZES, Listing
from inventory.pages import MOST_COUNTED, Page


class InventoryView(rx.State, mixin=True):
    """The part of ``InventoryState`` that says what its list shows."""

    HANDLERS: ClassVar = (
        *("set_search_query", "change_view"),
        *("first_page", "prev_page", "next_page", "last_page"),
    )

    search_query: str = ""
    category: str = ""
    status: str = ""
    low_stock: bool = False
    sort: str = Listing.sort
    page_size: int = PAGE_SIZES[0]
    page: int = 1  # 0 beyond what is counted
    total: int = 0  # at most MOST_COUNTED, and one if there are more
    range_text: str = "No products"
    has_previous: bool = False
    has_next: bool = False
    _after: str = ""
    _before: str = ""
    _changed_at: float = 0  # in seconds since 1970
    _first_row: str = ""  # where the page before this one ends
    _last_row: str = ""  # where the page after it starts

    def _listing(self) -> Listing:
        """Give what the list shows as one value, which has the rules."""
        view = {name: getattr(self, name) for name in Listing.view_names()}
        return Listing(**view, after=self._after, before=self._before)

    def _show(self, listing: Listing) -> None:
        for name in Listing.view_names():
            setattr(self, name, getattr(listing, name))
        self._after, self._before = listing.after, listing.before

    def _show_place(self, page: Page) -> None:
        """Say where the rows stand in the list, and remember the ways on."""
        self._show(page.listing)
        self.page, self.range_text = page.number, page.range_text
        self.total = MOST_COUNTED + 1 if page.total is None else page.total
        self.has_previous, self.has_next = page.has_previous, page.has_next
        rows, sort = page.products, page.listing.sort
        self._first_row = cursors.write(sort, rows[0]) if rows else ""
        self._last_row = cursors.write(sort, rows[-1]) if rows else ""

    def _show_address(self) -> None:
        """Show what the address says, unless it was left since this page load began.

        What is typed while the connection is away arrives between the page's first
        event, which still has the old address, and this one.
        """
        began = getattr(self.request.django_request, "began", time.time())
        if self._changed_at < began:
            self._show(Listing.from_query(self.router.url.query_parameters))

    async def _go_to(
        self, listing: Listing, *, replace: bool = False
    ) -> rx.event.EventSpec | None:
        """Show the list in another way, and the address of it."""
        if listing == self._listing():
            return None
        self._changed_at = time.time()
        self._show(listing)
        await self._load()
        return self._show_query(replace=replace)

    def _keep_search(self, text: str) -> rx.event.EventSpec:
        """Show a search in the address, by which the list is loaded next."""
        self._show(self._listing().changed({"search_query": text}))
        return self._show_query(replace=True)

    def _show_query(self, *, replace: bool) -> rx.event.EventSpec:
        query = self._listing().to_query()
        return show_query(routes.INVENTORY, query, replace=replace)

    async def _load(self) -> None:
        """Read the rows; the state says how."""
        raise NotImplementedError

    @rx.var
    def total_pages(self) -> int:
        """Count the pages; an empty list has one, and 0 is more than are counted."""
        if self.total > MOST_COUNTED:
            return 0
        return max(1, -(-self.total // self.page_size))

    @rx.var
    def is_narrowed(self) -> bool:
        """Tell whether a search or a filter leaves products out."""
        filters = (self.search_query.strip(), self.category, self.status)
        return any(filters) or self.low_stock

    @rx.var(deps=list(Listing.view_names()))
    def export_url(self) -> str:
        """Address the file that holds what the list shows, on all its pages."""
        return f"{routes.EXPORT}?{self._listing().turned().to_query()}"

    @rx.event(supersedes=True)
    @login_required
    async def set_search_query(self, text: str):
        """Search while the user types; Back leads to before the search."""
        if text != self.search_query:
            listing = self._listing().changed({"search_query": text})
            return await self._go_to(listing, replace=True)

    @rx.event
    @login_required
    async def change_view(self, name: str, value: str):
        """Filter, sort or choose the page size: one of ``Listing``'s parameters."""
        return await self._go_to(self._listing().changed({name: value}))

    @rx.event
    @login_required
    async def first_page(self):
        """Turn to the first page."""
        return await self._go_to(self._listing().turned())

    @rx.event
    @login_required
    async def prev_page(self):
        """Turn to the page before; on the first one, stay."""
        if self.has_previous:
            return await self._go_to(self._listing().turned(before=self._first_row))

    @rx.event
    @login_required
    async def next_page(self):
        """Turn to the next page; on the last one, stay."""
        if self.has_next:
            return await self._go_to(self._listing().turned(after=self._last_row))

    @rx.event
    @login_required
    async def last_page(self):
        """Turn to the last page."""
        return await self._go_to(self._listing().turned(before=cursors.END))
