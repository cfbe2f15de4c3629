"""What each tab of the inventory has to show, in plain Python: without Django."""

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, NamedTuple

PAGE_SIZE = 10
EMPTY_FORM = {"name": "", "sku": "", "price": "", "category": "", "reorder_level": ""}
STOCK = {
    **{"stock_on_hand": "0", "reorder_level": ""},
    **{"is_low": False, "is_for_sale": False},
}
BLANK = "This field cannot be blank."
TAKEN = "You already have a product with this SKU."
TOO_CHEAP = "Enter a price above zero."
CONFLICT = (
    "Somebody saved this product while you were editing it. Their values stand below "
    "yours; save again to keep yours."
)
DELETED = "This product was deleted meanwhile. Save again to add it."


class Row(NamedTuple):
    """One product; ``price`` has two digits after the point."""

    name: str
    sku: str
    price: str
    category: str
    is_active: bool
    version: int = 1

    def matches(self, text: str) -> bool:
        """Tell whether a search finds it."""
        texts = (self.name, self.sku, self.category)
        return any(text.strip().lower() in each.lower() for each in texts)

    def values(self) -> dict[str, Any]:
        """Give all but the version."""
        return {k: v for k, v in self._asdict().items() if k != "version"}


type Stock = dict[int, Row]  # one owner's, by id


@dataclass
class Shown:
    """What a tab shows, named as in the state; the defaults are an empty page."""

    products: list[dict[str, Any]] = field(default_factory=list)
    search_query: str = ""
    page: int = 1
    total: int = 0
    form_open: bool = False
    editing_id: int | None = None
    form: dict[str, str] = field(default_factory=EMPTY_FORM.copy)
    form_is_active: bool = True
    field_errors: dict[str, str] = field(default_factory=dict)

    @property
    def total_pages(self) -> int:
        """Count the pages; an empty list has one."""
        full, rest = divmod(self.total, PAGE_SIZE)
        return full + bool(rest) or 1

    @property
    def range_text(self) -> str:
        """Say which rows are shown."""
        if not self.products:
            return "No products"
        before = PAGE_SIZE * (self.page - 1)
        return f"{before + 1}–{before + len(self.products)} of {self.total}"

    def everything(self) -> dict[str, Any]:
        """Give all of it by name."""
        names = [each.name for each in fields(self)]
        return {n: getattr(self, n) for n in (*names, "total_pages", "range_text")}


class Tab:
    """One tab: what it shows, and what the server knows of it besides."""

    def __init__(self, browser: str) -> None:
        self.browser = browser  # tabs of one share their cookies
        self.shown = Shown()
        self.version = 1  # of the row with which the form was filled
        self.person: int | None = None  # whose session its connection carries
        self._filled_for: int | None = None

    def admits(self) -> bool:
        """Tell whether an event is served; the last person's rows go either way."""
        if self._filled_for != self.person:
            self.shown, self._filled_for = Shown(), self.person
        return self.person is not None

    def load(self, stock: Stock) -> None:
        """Read the page again; one that is gone falls back to the last one."""
        shown = self.shown
        found = [
            (r.name, i, r) for i, r in stock.items() if r.matches(shown.search_query)
        ]
        shown.total = len(found)
        shown.page = max(1, min(shown.page, shown.total_pages))
        start = PAGE_SIZE * (shown.page - 1)
        shown.products = [
            {"id": i, **row.values(), **STOCK, "price": f"{Decimal(row.price):,} €"}
            for _, i, row in sorted(found)[start : start + PAGE_SIZE]
        ]

    def open_form(self, row_id: int | None = None, row: Row | None = None) -> None:
        """Open the form, empty or with a row in it."""
        shown = self.shown
        shown.form_open, shown.editing_id, shown.field_errors = True, row_id, {}
        shown.form = {n: getattr(row, n, "") for n in EMPTY_FORM}
        shown.form_is_active = row.is_active if row else True
        self.version = row.version if row else 1

    def close_form(self) -> None:
        """Close the form, and forget what it held."""
        self.open_form()
        self.shown.form_open = False

    def save(self, stock: Stock, typed: Row) -> Row | None:
        """Give the row to write under ``editing_id``; None if something is wrong."""
        shown, now = self.shown, None
        if shown.editing_id is not None:
            now = stock.get(shown.editing_id)
            if now is None:
                shown.editing_id, shown.field_errors = None, {"form": DELETED}
                return None
        new = typed._replace(name=typed.name.strip(), sku=typed.sku.strip().upper())
        others = [row.sku for i, row in stock.items() if i != shown.editing_id]
        wrong = {name: BLANK for name in ("name", "sku") if not getattr(new, name)}
        if new.sku in others:
            wrong["sku"] = TAKEN
        if Decimal(new.price) <= 0:
            wrong["price"] = TOO_CHEAP
        if not wrong and now and now.version != self.version:
            wrong = {
                name: f"Theirs: {theirs}"
                for name, theirs in now.values().items()
                if getattr(new, name) != theirs
            }
            wrong["form"] = CONFLICT
            self.version = now.version
        if wrong:
            shown.field_errors = wrong
            return None
        return new._replace(version=now.version + 1 if now else 1)
