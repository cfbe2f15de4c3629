"""Checks a CSV file against somebody's stock: what would happen, line by line.

A row is matched by its SKU among the owner's products: known ones are changed, others
are created. A column that is missing leaves its field alone. ``owner``, ``id``,
``version`` and the stock can never be set by a file: only the columns of
``csv_format.COLUMNS`` are read. ``csv_import.py`` writes what is planned here.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import batched
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from inventory.csv_file import Row, open_sheet
from inventory.csv_format import COLUMNS, NOT_IMPORTED, typed_value
from inventory.fields import SkuField
from inventory.formats import in_words
from inventory.models import Product
from inventory.validation import messages_by_field

IMPORTED = [name for name in COLUMNS if name not in NOT_IMPORTED]
CHUNK = 1000  # rows for each query
ALL_FIELDS = {each.name for each in Product._meta.concrete_fields}
SKU = SkuField()  # to read one as the model does

# Told how many rows of how many are done. To cancel, it raises an exception of its
# own, which comes out of the function that called it; then nothing is written.
type Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What becomes of a line."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class LineReport(NamedTuple):
    """One line of the preview; ``details`` by field: what changes, or why it cannot.

    What concerns no single field stands under ``form``.
    """

    line: int
    sku: str
    outcome: Outcome
    details: dict[str, str]


class Change(NamedTuple):
    """A product as it is to be, and the fields in which it will differ."""

    product: Product
    fields: set[str]


@dataclass
class ImportPlan:
    """What an import would do; ``notes`` says which columns are left out."""

    notes: list[str]
    lines: list[LineReport] = field(default_factory=list)
    created: list[Product] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    @property
    def counts(self) -> Counter[Outcome]:
        """Count the lines by what becomes of them."""
        return Counter(report.outcome for report in self.lines)

    @property
    def refused(self) -> list[LineReport]:
        """Give what has to be corrected before anything is imported."""
        return [line for line in self.lines if line.outcome == Outcome.REFUSED]


def tell_nobody(_done: int, _total: int) -> None:
    """Show no progress."""


def plan_import(
    owner: AbstractBaseUser, data: bytes, progress: Progress = tell_nobody
) -> ImportPlan:
    """Check a file and write nothing: one query for each thousand rows.

    Raises ``CsvFileError`` for a file that cannot be read at all.
    """
    sheet = open_sheet(data)
    plan, first_lines = ImportPlan(sheet.notes), {}
    for rows in batched(sheet.rows, CHUNK):
        typed = [_Typed(row, sheet.fields) for row in rows]
        named = Product.objects.filter(sku__in=[each.sku for each in typed])
        known = {product.sku: product for product in named.for_owner(owner)}
        for each in typed:
            first = first_lines.setdefault(each.sku, each.line)
            if each.sku and first != each.line:
                each.errors["sku"] = f"Line {first} has this SKU too."
            product = known.get(each.sku) or Product(owner=owner)
            plan.lines.append(_check(each, product, plan))
        progress(len(plan.lines), len(sheet.rows))
    return plan


class _Typed:
    """One row's values by field, and what is wrong with them so far."""

    def __init__(self, row: Row, fields: list[str | None]) -> None:
        self.line, self.sku = row.line, ""
        self.values: dict[str, object] = {}
        self.errors: dict[str, str] = {}
        if len(row.cells) != len(fields):
            cells = f"{len(row.cells)} cells, and the header has {len(fields)}"
            self.errors["form"] = f"This line has {cells}."
            return
        for name, cell in self._imported(row, fields):
            try:
                self.values[name] = typed_value(name, cell)
            except ValidationError as error:
                self.errors[name] = error.messages[0]
        self.sku = self.values["sku"] = SKU.to_python(self.values["sku"])

    def _imported(
        self, row: Row, fields: list[str | None]
    ) -> Iterator[tuple[str, str]]:
        pairs = zip(fields, row.cells, strict=True)
        return ((name, cell) for name, cell in pairs if name)


def _check(typed: _Typed, product: Product, plan: ImportPlan) -> LineReport:
    """Report on one row, and note in the plan what is to be written."""
    is_new = product._state.adding
    before = {name: getattr(product, name) for name in typed.values}
    for name, value in typed.values.items():
        setattr(product, name, value)
    if "form" not in typed.errors:
        concerned = {*IMPORTED} if is_new else {*typed.values}
        try:
            # full_clean without its queries: the SKU has been looked up already.
            product.clean_fields(ALL_FIELDS - concerned | set(typed.errors))
            product.clean()
        except ValidationError as error:
            typed.errors |= messages_by_field(error)
    if typed.errors:
        return LineReport(typed.line, typed.sku, Outcome.REFUSED, typed.errors)
    if is_new:
        plan.created.append(product)
        return LineReport(typed.line, typed.sku, Outcome.CREATED, {})
    details = {
        name: f"{in_words(old)} → {in_words(new)}"
        for name, old in before.items()
        if (new := getattr(product, name)) != old
    }
    if not details:
        return LineReport(typed.line, typed.sku, Outcome.UNCHANGED, {})
    plan.changed.append(Change(product, set(details)))
    return LineReport(typed.line, typed.sku, Outcome.CHANGED, details)
