"""Reads one page of the list of products, and how long the list is: one statement.

The page starts at a key of its order, not after a number of rows, and nothing is
counted beyond ``MOST_COUNTED``.
"""

from typing import NamedTuple

from inventory import cursors
from inventory.listing import Listing
from inventory.models import Product
from inventory.page_rows import MOST_COUNTED, Owner, page_rows


class Page(NamedTuple):
    """One page: its rows, and where they stand in the list.

    ``listing`` says where the page really starts. ``total`` and ``start``, the
    number of rows before it, are ``None`` beyond ``MOST_COUNTED``, or where counting
    takes long: at ``least`` so many rows there are then.
    """

    products: list[Product]
    listing: Listing
    total: int | None
    start: int | None
    has_next: bool
    least: int = 0

    @property
    def has_previous(self) -> bool:
        """Tell whether there is a page before."""
        return bool(self.listing.after or self.listing.before)

    @property
    def number(self) -> int:
        """Count the pages up to this one; 0 if that is not known."""
        size = self.listing.page_size
        return 0 if self.start is None else -(-self.start // size) + 1

    @property
    def range_text(self) -> str:
        """Say which rows are shown, of how many."""
        shown = len(self.products)
        if not shown:
            return "No products"
        total = f"more than {self.least - 1:,}" if self.total is None else self.total
        if self.start is not None:
            return f"{self.start + 1}–{self.start + shown} of {total}"
        if self.has_next:
            return f"{shown} of {total}"
        # not 'of more than 2', where no product but these three was met
        is_told = self.total is not None or self.least > shown
        return f"The last {shown}" + (f" of {total}" if is_told else "")


def read_page(listing: Listing, owner: Owner) -> Page:
    """Read what an owner's list shows; a page that is gone becomes the nearest one.

    Takes one statement, and another one for a page that is gone.
    """
    page = _read(listing, owner)
    if listing.after and not page.products:
        return _read(listing.turned(before=cursors.END), owner)
    if listing.before_product and len(page.products) < listing.page_size:
        return _read(listing.turned(), owner)
    return page


def _read(listing: Listing, owner: Owner) -> Page:
    size, found = listing.page_size, page_rows(listing, owner)
    total = _known(found[0].total if found else 0)
    passed = _known(found[0].passed if found else 0)
    rows, more = found[:size], len(found) > size
    if not listing.place and not more:
        total = len(rows)  # even if they were not counted
    goes_on = more or bool(listing.before_product)  # which stands behind the page
    met = max(found[0].least, len(rows) + goes_on) if found else 0
    least = min(met, MOST_COUNTED + 1)
    if not listing.before:
        return Page(rows, listing, total, passed, more, least)
    if not listing.before_product:  # the last page is as long as if pages were counted
        rows = rows[: (total or size) % size or size]
        passed = total
    has_next = bool(listing.before_product)
    if has_next and not more:
        passed = len(rows)  # even if they were not counted
    if passed == len(rows):
        listing = listing.turned()  # it is the first page
    if passed is not None and total is not None:
        has_next = passed < total  # what the page went before may have gone
    start = None if passed is None else passed - len(rows)
    return Page(rows[::-1], listing, total, start, has_next, least)


def _known(count: int) -> int | None:
    return count if count <= MOST_COUNTED else None
