"""What each tab of the inventory has to show, in plain Python: without Django."""

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, NamedTuple

PAGE_SIZE = 10
END = ("", 0)  # instead of a row: the last page
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
    start: int = 0  # which the tab itself does not know
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
        return f"{self.start + 1}–{self.start + len(self.products)} of {self.total}"

    def everything(self) -> dict[str, Any]:
        """Give all of it by name."""
        names = [each.name for each in fields(self) if each.name != "start"]
        return {n: getattr(self, n) for n in (*names, "total_pages", "range_text")}


class Tab:
    """One tab: what it shows, and what the server knows of it besides."""

    def __init__(self, browser: str) -> None:
        self.browser = browser  # tabs of one share their cookies
        self.shown = Shown()
        self.version = 1  # of the row with which the form was filled
        self.person: int | None = None  # whose session its connection carries
        self._filled_for: int | None = None
        self.has_next, self.keys = False, []
        self.show_page()

    def admits(self) -> bool:
        """Tell whether an event is served; the last person's rows go either way."""
        if self._filled_for != self.person:
            self.shown, self._filled_for = Shown(), self.person
            self.show_page()
        return self.person is not None

    def load(self, stock: Stock) -> None:
        """Read the page again; one that is gone falls back to the nearest one."""
        shown = self.shown
        found = sorted(
            (r.name, i, r) for i, r in stock.items() if r.matches(shown.search_query)
        )
        shown.total = len(found)
        start = self._start([(name, i) for name, i, _ in found])
        page = found[start : start + PAGE_SIZE]
        shown.page, shown.start = -(-start // PAGE_SIZE) + 1, start
        shown.products = [
            {"id": i, **row.values(), **STOCK, "price": f"{Decimal(row.price):,} €"}
            for _, i, row in page
        ]
        self.keys = [(name, i) for name, i, _ in page]

    def show_page(self, after: Any = None, before: Any = None) -> None:
        """Start the page after a row, or end it before one; or show the first."""
        self.after, self.before = after, before

    def turn(self, *, forward: bool) -> bool:
        """Turn to the page after the last row, or before the first, if there is one."""
        before = (self.after, self.before)
        if forward and self.has_next:
            self.show_page(after=self.keys[-1])
        elif not forward and (self.after or self.before):
            self.show_page(before=self.keys[0])
        return before != (self.after, self.before)

    def _start(self, keys: list) -> int:
        """Count the rows before the page."""
        if self.after and not any(key > self.after for key in keys):
            self.show_page(before=END)
        start = sum(key <= self.after for key in keys) if self.after else 0
        self.has_next = len(keys) > start + PAGE_SIZE
        if self.before == END:
            self.has_next, start = (
                False,
                max(0, (len(keys) - 1) // PAGE_SIZE * PAGE_SIZE),
            )
        elif self.before:
            start = sum(key < self.before for key in keys) - PAGE_SIZE
            self.has_next = start >= 0 or len(keys) > PAGE_SIZE
        if start <= 0 and not self.after:
            self.show_page()
        return max(0, start)

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
        shown, now = self.shown, stock.get(self.shown.editing_id or 0)
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
        if not wrong and shown.editing_id is not None and now is None:
            shown.editing_id, wrong = None, {"form": DELETED}
        if wrong:
            shown.field_errors = wrong
            return None
        return new._replace(version=now.version + 1 if now else 1)
