"""What a list of products shows: search, filters, order and page, as one value.

It is read from an address and written to one, so that a link, a reload and the back
button show the same list. Whatever an address says, only what stands here is asked
of the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import F

from inventory.models import ProductQuerySet
from inventory.search import LONGEST_SEARCH
from inventory.validation import UNSTORABLE

PAGE_SIZES = (10, 25, 50, 100)
LAST_PAGE = 10**6  # as far as an address may point
STATUSES = {"active": True, "inactive": False}
COLUMNS = {
    "name": "name",
    "category": "category",
    "stock": "stock_on_hand",
    "level": "reorder_level",
    "price": "price",
    "status": "is_active",
}


@dataclass(frozen=True)
class Listing:
    """One view of a list; the defaults are the whole list by name, page 1.

    ``sort`` is one of ``COLUMNS``, with ``-`` before it for the other direction.
    """

    search_query: str = ""
    category: str = ""
    status: str = ""
    low_stock: bool = False
    sort: str = "name"
    page_size: int = PAGE_SIZES[0]
    page: int = 1

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Name the parameters."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> Self:
        """Read an address's parameters; what is missing or bad is the default."""
        texts = {name: query.get(name, "") for name in cls.names()}
        given = {k: v for k, v in texts.items() if isinstance(v, str) and v}
        known = {k: _READ[k](v) for k, v in given.items()}
        return cls(**{k: v for k, v in known.items() if v is not None})

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
        return replace(self, **{"page": 1, **good})

    def matching(self, products: ProductQuerySet) -> ProductQuerySet:
        """Narrow down products to search and filters, in an order without ties."""
        found = products.search(self.search_query)
        if self.category:
            found = found.filter(category=self.category)
        if self.status:
            found = found.filter(is_active=STATUSES[self.status])
        if self.low_stock:
            found = found.low_stock()
        column = F(COLUMNS[self.sort.removeprefix("-")])
        if self.sort.startswith("-"):
            return found.order_by(column.desc(nulls_last=True), "-id")
        return found.order_by(column.asc(nulls_last=True), "id")

    def rows(self, products: ProductQuerySet) -> ProductQuerySet:
        """Give the rows of the page."""
        start = (self.page - 1) * self.page_size
        return self.matching(products)[start : start + self.page_size]


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


def _page(value: str) -> int | None:
    number = _number(value)
    return None if number is None else max(1, min(number, LAST_PAGE))


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
    "page": _page,
}
