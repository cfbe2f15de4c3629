"""The ledger of stock: every change of a balance, written once and for good.

``inventory/stock.py`` writes it. A mistake is corrected by another movement.
"""

from typing import Any, NoReturn, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from inventory.fields import LineField
from inventory.validation import ValidatedModel


class LedgerIsFinalError(TypeError):
    """Somebody tried to change or delete what stands in the ledger."""

    def __init__(self) -> None:
        super().__init__(
            "A stock movement is never changed or deleted: record another one."
        )


class StockMovementQuerySet(models.QuerySet["StockMovement"]):
    """Movements can be added and read, and that is all."""

    def update(self, **_: Any) -> NoReturn:
        """Refuse: the ledger is final."""
        raise LedgerIsFinalError

    def delete(self) -> NoReturn:
        """Refuse: movements go only with the product that they are about."""
        raise LedgerIsFinalError


class StockMovement(ValidatedModel):
    """One change of a product's stock on hand; all of them add up to it.

    A product that is deleted for good takes its ledger along, and so does a user
    with all products: what nobody owns any more, nobody can add up either.
    """

    TRUSTED_LINKS = ("product", "recorded_by")

    class Kind(models.TextChoices):
        """Why the stock changed; ``quantity`` is signed whatever the kind."""

        RECEIVE = "receive", "Receive"  # more than zero
        ISSUE = "issue", "Issue"  # less than zero
        ADJUST = "adjust", "Adjust"  # either way, with a reason
        COUNT = "count", "Count"  # the difference to what was counted, or zero

    product = models.ForeignKey(
        "inventory.Product",
        on_delete=models.CASCADE,
        related_name="movements",
        db_index=False,  # the index below serves it
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    quantity = models.IntegerField()
    reason = LineField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = cast("StockMovementQuerySet", StockMovementQuerySet.as_manager())

    class Meta(ValidatedModel.Meta):
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(
                fields=["product", "-created_at", "-id"], name="inventory_ledger"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="receive", quantity__gt=0)
                | Q(kind="issue", quantity__lt=0)
                | (Q(kind="adjust") & ~Q(quantity=0) & ~Q(reason=""))
                | Q(kind="count"),
                name="inventory_movement_fits_its_kind",
                violation_error_message="The quantity does not fit this kind.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.Kind(self.kind).label} {self.quantity:+}"

    def save(self, **kwargs: Any) -> None:
        """Write a new movement; refuse to change one."""
        if not self._state.adding:
            raise LedgerIsFinalError
        super().save(**kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse: the ledger is final."""
        raise LedgerIsFinalError
