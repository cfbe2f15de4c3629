"""What a list of products shows: search, filters, order and page, as one value.

It is read from an address and written to one, so that a link, a reload and the back
button show the same list. Whatever an address says, only what stands here is asked
of the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from inventory import cursors
from inventory.models import ProductQuerySet
from inventory.orders import COLUMNS, ordering
from inventory.search import LONGEST_SEARCH
from inventory.validation import UNSTORABLE

PAGE_SIZES = (10, 25, 50, 100)
STATUSES = {"active": True, "inactive": False}


@dataclass(frozen=True)
class Listing:
    """One view of a list; the defaults are the first page of the whole list by name.

    ``sort`` is one of ``COLUMNS``, with ``-`` before it for the other direction.
    The page comes ``after`` a product, or ``before`` one (cursors.py), or is the
    last one, ``before="end"``: not the tenth, which would cost ten.
    """

    search_query: str = ""
    category: str = ""
    status: str = ""
    low_stock: bool = False
    sort: str = "name"
    page_size: int = PAGE_SIZES[0]
    after: str = ""
    before: str = ""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Name the parameters."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def view_names(cls) -> tuple[str, ...]:
        """Name those that every page of the list shares."""
        return tuple(name for name in cls.names() if name not in ("after", "before"))

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> Self:
        """Read an address's parameters; what is missing or bad is the default."""
        texts = {name: query.get(name, "") for name in cls.names()}
        given = {k: v for k, v in texts.items() if isinstance(v, str) and v}
        known = {k: _READ[k](v) for k, v in given.items()}
        return cls(**{k: v for k, v in known.items() if v is not None})._checked()

    def to_query(self) -> str:
        """Write what is not the default as the query of an address, else nothing."""
        changed = {
            f.name: int(value) if value is True else value
            for f in fields(self)
            if (value := getattr(self, f.name)) != f.default
        }
        return urlencode(changed)

    def changed(self, parameters: Mapping[str, str]) -> Self:
        """Give the view with parameters changed, on its first page.

        Unknown parameters and bad values change nothing.
        """
        known = {k: _READ[k](v) for k, v in parameters.items() if k in _READ}
        good = {k: v for k, v in known.items() if v is not None}
        return replace(self, **{"after": "", "before": "", **good})._checked()

    def turned(self, *, after: str = "", before: str = "") -> Self:
        """Give the same list at another page; without a word, at the first."""
        return replace(self, after=after, before=before)

    @property
    def before_product(self) -> str:
        """Tell before which product the page ends; the last one ends before none."""
        return "" if self.before == cursors.END else self.before

    @property
    def place(self) -> str:
        """Tell which product the page follows or goes before, if any."""
        return self.after or self.before_product

    @property
    def order(self) -> str:
        """Name the order of what the filters leave: what they fix, orders nothing."""
        fixed = {"category": self.category, "status": self.status or self.low_stock}
        column = self.sort.removeprefix("-")
        return self.sort.replace(column, "name") if fixed.get(column) else self.sort

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything but the search leaves products out."""
        return bool(self.category or self.status or self.low_stock)

    @property
    def leaves_little(self) -> bool:
        """Tell whether filters leave much less; nearly all are active, most often."""
        return bool(self.category or self.status == "inactive" or self.low_stock)

    def filtered(self, products: ProductQuerySet) -> ProductQuerySet:
        """Narrow down products by all but the search."""
        found = products
        if self.category:
            found = found.filter(category=self.category)
        if self.status:
            found = found.filter(is_active=STATUSES[self.status])
        return found.low_stock() if self.low_stock else found

    def matching(self, products: ProductQuerySet) -> ProductQuerySet:
        """Narrow down products to search and filters, in an order without ties."""
        found = self.filtered(products.search(self.search_query))
        return found.order_by(*ordering(self.sort))

    def _checked(self) -> Self:
        """Leave out where the page starts, unless it fits the order."""
        fits = not self.place or cursors.read(self.sort, self.place) is not None
        both = self.after and self.before
        return self if fits and not both else self.turned()


def _search(value: str) -> str:
    return value[: LONGEST_SEARCH + 1]  # which nothing matches any more


def _category(value: str) -> str | None:
    is_storable = len(value) <= LONGEST_SEARCH and not UNSTORABLE.search(value)
    return value if is_storable else None


def _status(value: str) -> str | None:
    return value if value in STATUSES or not value else None


def _flag(value: str) -> bool | None:
    return {"1": True, "": False}.get(value)


def _sort(value: str) -> str | None:
    return value if value.removeprefix("-") in COLUMNS else None


def _page_size(value: str) -> int | None:
    """Take the nearest size that is offered, down from what is asked for."""
    if (size := _number(value)) is None:
        return None
    return max((each for each in PAGE_SIZES if each <= size), default=PAGE_SIZES[0])


def _number(value: str) -> int | None:
    is_number = value.isascii() and value.isdigit() and len(value) < 9
    return int(value) if is_number else None


_READ = {
    "search_query": _search,
    "category": _category,
    "status": _status,
    "low_stock": _flag,
    "sort": _sort,
    "page_size": _page_size,
    "after": str,
    "before": str,
}
