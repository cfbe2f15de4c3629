"""The statement that reads one page of the list, and counts how long the list is.

It is written once for each shape of a view: which order, which filters, with or without
a search. Who asks, what for, and from which product on are slots in it.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, IntegerField, Lookup, Subquery, Value, When
from django.db.models.functions import Coalesce

from inventory import cursors, trigrams, walks, ways
from inventory.listing import Listing
from inventory.models import SEARCHED, Product, ProductQuerySet
from inventory.orders import COLUMNS, compared, keys, ordering
from inventory.prepared import Prepared, Slot
from inventory.search import escaped, holds, is_storable
from inventory.spans import bounded, bounds
from inventory.trigrams import ESCAPED, OWNER, TEXT

MOST_COUNTED = 1000
MOST_SHAPES = 200  # whose statements are remembered
CATEGORY: Any = Slot("category", Product._meta.get_field("category"))
SOME = "some product"
PLACE = ("place_0", "place_1", "place_2")  # the keys of that product
AHEAD, UP_TO, BEHIND = ("<", ">"), ("<=", ">="), (">", "<")  # upwards and downwards

type Owner = AbstractBaseUser | AnonymousUser


class BoundedCount(Subquery):
    """Count rows inside a statement, up to one more than ``MOST_COUNTED``."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"

    def __init__(self, rows: ProductQuerySet) -> None:
        some = rows.order_by().values("pk")[: MOST_COUNTED + 1]
        super().__init__(some, output_field=IntegerField())


def page_rows(listing: Listing, owner: Owner) -> list[Any]:
    """Give the rows, one more than the page has; each brings along the counts."""
    text = listing.search_query.strip()
    if owner.pk is None or not is_storable(text):
        return []
    values: dict[str, Any] = {}
    if listing.place and (place := cursors.read(listing.sort, listing.place)):
        # the order's own keys come last: `Listing.order` leaves out the first
        columns = COLUMNS[listing.order.removeprefix("-")]
        values |= zip(PLACE, place[-len(columns) :], strict=False)
    values |= {"owner": owner.pk, "text": text, "escaped": escaped(text)}
    values["category"] = listing.category
    if by_pieces := trigrams.can_look_up(text):
        values |= trigrams.values_of(owner.pk, text)
    statement = _statement(
        _shape(listing),
        by_pieces=by_pieces,
        long=by_pieces and trigrams.is_long(text),
    )
    return statement.rows(**values)


def _shape(listing: Listing) -> Listing:
    """Leave open what may be anything: views of one shape share a statement."""
    return replace(
        listing,
        search_query=TEXT if listing.search_query.strip() else "",
        sort=listing.order,
        category=CATEGORY if listing.category else "",
        after=listing.after and SOME,
        before=SOME if listing.before_product else listing.before,
    )


@lru_cache(maxsize=MOST_SHAPES)
def _statement(shape: Listing, *, by_pieces: bool, long: bool) -> Prepared[Product]:
    """Write what reads a page, and what counts up to its bound."""
    mine = Product.objects.for_owner(OWNER)
    if not by_pieces:
        searched = mine.filter(holds(ESCAPED, SEARCHED)) if shape.search_query else mine
        found = shape.filtered(searched)
        page = _from_place(shape, found).with_shelf()
        return Prepared(page.annotate(**_counts(shape, found))[: shape.page_size + 1])
    down = shape.sort.startswith("-") is not bool(shape.before)
    columns = bounded(shape.sort)
    left = walked = shape.filtered(mine)
    if columns:
        begun = bool(shape.place)
        walked = walks.within_bounds(walked, columns, down=down, begun=begun)
    known, every = shape.filtered(ways.known()), shape.filtered(ways.every(mine))
    before = ways.written(
        shape,
        left,
        bounds=bounds(OWNER, TEXT, dict.fromkeys(("name", "category", *columns))),
        keys=trigrams.keys_of_matches(mine, long=long),
        likely=trigrams.likely_keys(mine, long=long),
        few=_from_place(shape, known, fenced=True),
        walked=_from_place(shape, walked),
        every=_from_place(shape, every, fenced=True),
        near=ways.NEAR_BY_NAME if columns == ["name"] else ways.NEAR,
        most=MOST_COUNTED,
    )
    of_few, of_many = _counts(shape, known, fenced=True), _counts_of_many(shape, every)
    of_few["total"] = (
        Coalesce(ways.met(), of_few["total"]) if shape.is_filtered else ways.count()
    )
    counts = {
        name: Case(When(ways.are_many(), of_many[name]), default=of_few[name])
        for name in of_few
    }
    page = ways.on_page().with_shelf().annotate(**counts)
    order = ordering(shape.sort, back=bool(shape.before), fenced=True)
    return Prepared(page.order_by(*order), after=before)


def _from_place(
    shape: Listing, found: ProductQuerySet, *, fenced: bool = False
) -> ProductQuerySet:
    """Order the rows, from where the page starts."""
    if shape.place:
        where = BEHIND if shape.after else AHEAD
        found = found.filter(_stands(where, shape, fenced=fenced))
    order = ordering(shape.sort, back=bool(shape.before), fenced=fenced)
    return found.order_by(*order)


def _counts(
    shape: Listing, found: ProductQuerySet, *, fenced: bool = False
) -> dict[str, Any]:
    """Count the rows, and those up to where the page starts."""
    passed: Any = Value(0)
    if shape.place:
        where = UP_TO if shape.after else AHEAD
        passed = BoundedCount(found.filter(_stands(where, shape, fenced=fenced)))
    return {"total": BoundedCount(found), "passed": passed, "least": _more()}


def _counts_of_many(shape: Listing, every: ProductQuerySet) -> dict[str, Any]:
    """Say that there are more than are counted, unless a filter leaves few of them.

    These are counted if they had to be fetched; else ``least`` were met on the way.
    """
    total = least = _more()
    if shape.is_filtered:
        fetched = When(ways.are_all_fetched(), BoundedCount(every))
        total, least = Case(fetched, default=_more()), ways.least()
    return {
        "total": total,
        "passed": _more() if shape.place else Value(0),
        "least": least,
    }


def _more() -> Any:
    return Value(MOST_COUNTED + 1)


def _stands(where: tuple[str, str], shape: Listing, *, fenced: bool) -> Lookup:
    """Tell where a row stands, seen from the place at which the page starts."""
    order, down = keys(shape.sort, fenced=fenced), shape.sort.startswith("-")
    return compared(order, where[down], [Slot(name) for name in PLACE[: len(order)]])
