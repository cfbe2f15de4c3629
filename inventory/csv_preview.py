"""What a page shows of an import before it happens, and the import as it was shown."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from django.contrib.auth.base_user import AbstractBaseUser

from inventory.csv_format import COLUMNS
from inventory.csv_import import ImportOutdatedError, apply_import
from inventory.csv_plan import ImportPlan, LineReport, Outcome, Progress, plan_import
from inventory.models import Product

MOST_LINES = 100  # shown; the counts are of all
LONGEST_SKU = 64  # one that is longer is refused
WILL_BE = {Outcome.CREATED: "is created", Outcome.CHANGED: "is changed"}


class LineRow(TypedDict):
    """One line of the file, and what becomes of it."""

    line: int
    sku: str
    outcome: str
    details: str


class Preview(NamedTuple):
    """The first lines (those to be corrected before all others) and all counts.

    ``fingerprint`` stands for everything that would happen, also for what is not shown.
    """

    lines: list[LineRow]
    counts: dict[str, int]
    notes: list[str]
    fingerprint: str


def preview_import(owner: AbstractBaseUser, data: bytes, progress: Progress) -> Preview:
    """Check a file and write nothing. Raises ``CsvFileError``."""
    plan = plan_import(owner, data, progress)
    created = iter(plan.created)  # in the order of their lines, as sorted ones are
    shown = sorted(plan.lines, key=lambda line: line.outcome != Outcome.REFUSED)
    return Preview(
        [_row(line, created) for line in shown[:MOST_LINES]],
        {str(outcome): plan.counts[outcome] for outcome in Outcome},
        plan.notes,
        _fingerprint(plan, data),
    )


def import_as_shown(
    owner: AbstractBaseUser, data: bytes, fingerprint: str, progress: Progress
) -> bool:
    """Do what the preview said, or nothing; true when it is done.

    The file is checked once more: a plan of 100,000 rows is too much to keep for
    whoever may never come back. Raises ``ImportOutdatedError`` if something else
    would happen by now, and what ``apply_import`` raises.
    """
    plan = plan_import(owner, data, lambda done, total: progress(done, 2 * total))
    if _fingerprint(plan, data) != fingerprint:
        raise ImportOutdatedError
    apply_import(plan, lambda done, total: progress(total + done, 2 * total))
    return True


def _row(report: LineReport, created: Iterator[Product]) -> LineRow:
    details = report.details
    if report.outcome == Outcome.CREATED:
        product = next(created)
        details = {"name": product.name, "price": str(product.price)}
    said = (
        f"{COLUMNS[name]}: {text}" if name in COLUMNS else text
        for name, text in details.items()
    )
    # What is refused is told in whole sentences.
    between = " " if report.outcome == Outcome.REFUSED else "; "
    return {
        "line": report.line,
        "sku": report.sku[:LONGEST_SKU],
        "outcome": WILL_BE.get(report.outcome, str(report.outcome)),
        "details": between.join(said),
    }


def _fingerprint(plan: ImportPlan, data: bytes) -> str:
    digest = hashlib.sha256(data)  # a plan's lines do not say what is created
    for line in plan.lines:
        digest.update(repr(line).encode())
    return digest.hexdigest()
