"""Reads one page of the list of products, and how long the list is: one statement.

The page starts at a key of its order, not after a number of rows, and nothing is
counted beyond ``MOST_COUNTED``. What is searched for is looked up as search.py says.
"""

from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import IntegerField, Subquery, Value

from inventory import cursors
from inventory.listing import Listing
from inventory.models import Product, ProductQuerySet
from inventory.orders import compared, keys, ordering
from inventory.trigrams import Trigrams, has_trigrams

MOST_COUNTED = 1000

type Owner = AbstractBaseUser | AnonymousUser


class Page(NamedTuple):
    """One page: its rows, and where they stand in the list.

    ``listing`` says where the page really starts. ``total`` and ``start``, the
    number of rows before it, are ``None`` beyond ``MOST_COUNTED``.
    """

    products: list[Product]
    listing: Listing
    total: int | None
    start: int | None
    has_next: bool

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
        total = f"more than {MOST_COUNTED:,}" if self.total is None else self.total
        if self.start is not None:
            return f"{self.start + 1}–{self.start + shown} of {total}"
        return f"{'' if self.has_next else 'The last '}{shown} of {total}"


class BoundedCount(Subquery):
    """Count rows inside a statement, up to one more than ``MOST_COUNTED``."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"

    def __init__(self, rows: ProductQuerySet) -> None:
        some = rows.order_by().values("pk")[: MOST_COUNTED + 1]
        super().__init__(some, output_field=IntegerField())


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
    size, found = listing.page_size, list(_statement(listing, owner))
    total = _known(found[0].total if found else 0)
    passed = _known(found[0].passed if found else 0)
    rows, more = found[:size], len(found) > size
    if not listing.before:
        return Page(rows, listing, total, passed, more)
    if not listing.before_product:  # the last page is as long as if pages were counted
        rows = rows[: (total or size) % size or size]
        passed = total
    has_next = bool(listing.before_product)
    if passed == len(rows):
        listing = listing.turned()  # it is the first page
    start = None if passed is None else passed - len(rows)
    return Page(rows[::-1], listing, total, start, has_next)


def _known(count: int) -> int | None:
    return count if count <= MOST_COUNTED else None


def _statement(listing: Listing, owner: Owner) -> Any:
    """Give the rows, one more than the page has; each brings along both counts."""
    mine = Product.objects.for_owner(owner)
    rows = listing.page_size + 1
    if owner.pk is None or not has_trigrams(listing.search_query):
        return _page(listing, mine.search(listing.search_query))[:rows]
    found = Trigrams(owner.pk, mine, listing.search_query)
    # Of many it is known already that they are more than can be counted.
    every = listing.filtered(found.all())
    total = BoundedCount(every) if listing.is_filtered else Value(MOST_COUNTED + 1)
    many = {"total": total, "passed": Value(MOST_COUNTED + 1 if listing.place else 0)}
    return found.one_way(
        _page(listing, found.few(), fenced=True),
        _page(listing, mine, **many),
        _page(listing, found.all(), fenced=True, **many),
        most=MOST_COUNTED,
        rows=rows,
    )


def _page(
    listing: Listing, products: ProductQuerySet, *, fenced: bool = False, **counts: Any
) -> ProductQuerySet:
    """Order the rows from where the page starts, and count them up to there."""
    found, order = listing.filtered(products), keys(listing.sort, fenced=fenced)
    shown, passed = found, Value(0)
    if place := listing.place:
        values = cursors.read(listing.sort, place) or []
        down = listing.sort.startswith("-")
        if listing.after:
            shown = found.filter(compared(order, "<" if down else ">", values))
            before = found.filter(compared(order, ">=" if down else "<=", values))
        else:
            shown = before = found.filter(compared(order, ">" if down else "<", values))
        passed = BoundedCount(before)
    counts = {"total": BoundedCount(found), "passed": passed} | counts
    back = bool(listing.before)
    rows = shown.with_shelf().annotate(**counts)
    return rows.order_by(*ordering(listing.sort, back=back, fenced=fenced))
