"""The hand-written style's search, filters, order and pages: all in the address.

Handlers that change the view lead to another address, and ``load_inventory`` reads
it there: so do links, a reload and the back button.
"""

from typing import ClassVar

import reflex as rx
from reflex_django.auth.decorators import login_required

from frontend import routes
from inventory.listing import PAGE_SIZES, Listing


class InventoryView(rx.State, mixin=True):
    """The part of ``InventoryState`` that says what its list shows."""

    HANDLERS: ClassVar = ("set_search_query", "change_view", "next_page", "prev_page")

    search_query: str = ""
    category: str = ""
    status: str = ""
    low_stock: bool = False
    sort: str = Listing.sort
    page_size: int = PAGE_SIZES[0]
    page: int = 1
    total: int = 0

    def _listing(self) -> Listing:
        """Give what the list shows as one value, which has the rules."""
        return Listing(**{name: getattr(self, name) for name in Listing.names()})

    def _show(self, listing: Listing) -> None:
        for name in Listing.names():
            setattr(self, name, getattr(listing, name))

    def _go_to(
        self, changes: dict[str, str], *, replace: bool = False
    ) -> rx.event.EventSpec:
        """Lead to the address of the list with some things changed."""
        query = self._listing().changed(changes).to_query()
        address = f"{routes.INVENTORY}?{query}" if query else routes.INVENTORY
        return rx.redirect(address, replace=replace)

    @rx.var
    def total_pages(self) -> int:
        """Count the pages; an empty list has one."""
        return max(1, -(-self.total // self.page_size))

    @rx.var
    def range_text(self) -> str:
        """Say which rows are shown, of how many."""
        if not self.total:
            return "No products"
        first = (self.page - 1) * self.page_size + 1
        return f"{first}–{min(first + self.page_size - 1, self.total)} of {self.total}"

    @rx.var
    def is_narrowed(self) -> bool:
        """Tell whether a search or a filter leaves products out."""
        filters = (self.search_query.strip(), self.category, self.status)
        return any(filters) or self.low_stock

    @rx.var(deps=list(Listing.names()))
    def export_url(self) -> str:
        """Address the file that holds what the list shows, on all its pages."""
        return f"{routes.EXPORT}?{self._listing().to_query()}"

    @rx.event(supersedes=True)
    @login_required
    async def set_search_query(self, text: str):
        """Search while the user types; Back leads to before the search."""
        return self._go_to({"search_query": text}, replace=True)

    @rx.event
    @login_required
    async def change_view(self, name: str, value: str):
        """Filter, sort or choose the page size: one of ``Listing``'s parameters."""
        return self._go_to({name: value})

    @rx.event
    @login_required
    async def next_page(self):
        """Turn to the next page; on the last one, stay."""
        return self._go_to({"page": str(self.page + 1)})

    @rx.event
    @login_required
    async def prev_page(self):
        """Turn to the page before; on the first one, stay."""
        return self._go_to({"page": str(self.page - 1)})
