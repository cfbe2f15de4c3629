"""Writes what ``csv_plan.plan_import`` has planned: all of it, or nothing.

    plan = plan_import(user, data)        # reads only, for a preview
    if not plan.refused:
        apply_import(plan)                # one transaction, in bulk

From async code, await each through ``sync_to_async``.
"""

from collections.abc import Sequence
from itertools import batched

from django.db import IntegrityError, transaction

from inventory.csv_plan import (
    CHUNK,
    IMPORTED,
    Change,
    ImportPlan,
    Progress,
    tell_nobody,
)
from inventory.models import Product
from inventory.signals import products_changed


class ImportRefusedError(ValueError):
    """The plan holds refused lines: nothing is imported."""


class ImportOutdatedError(RuntimeError):
    """The stock has changed since the plan was made: nothing was imported."""

    def __init__(self) -> None:
        super().__init__("Your products changed meanwhile. Check the file again.")


def apply_import(plan: ImportPlan, progress: Progress = tell_nobody) -> None:
    """Create and change products; their versions rise. A plan is for one use.

    Raises ``ImportRefusedError`` if a line was refused, and ``ImportOutdatedError``
    if one of the products was changed, deleted or created since the plan was made.
    """
    if plan.refused:
        raise ImportRefusedError("Correct the refused lines first.")
    total, done = len(plan.created) + len(plan.changed), 0
    try:
        with transaction.atomic():
            for new in batched(plan.created, CHUNK):
                Product.objects.bulk_create(new)
                progress(done := done + len(new), total)
            for changes in batched(plan.changed, CHUNK):
                _overwrite(changes)
                progress(done := done + len(changes), total)
    except IntegrityError as error:
        raise ImportOutdatedError from error


def _overwrite(changes: Sequence[Change]) -> None:
    """Write over the versions that were planned with, and tell other apps."""
    products = [change.product for change in changes]
    there = Product.objects.filter(
        pk__in=[product.pk for product in products], deleted_at=None
    )
    versions = dict(
        there.order_by("pk").select_for_update().values_list("pk", "version")
    )
    for product in products:
        if versions.get(product.pk) != product.version:
            raise ImportOutdatedError
        product.version += 1
    Product.objects.bulk_create(  # an upsert: bulk_update takes many times as long
        products,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*IMPORTED, "version"],
    )
    shown = [each.product.pk for each in changes if each.fields & {"name", "price"}]
    if shown:
        products_changed.send(Product, products=there.filter(pk__in=shown))
