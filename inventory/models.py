"""Each user's private stock, behind the hand-written page."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Concat, Upper

from inventory.fields import CountField, FoldedField, LineField, SkuField
from inventory.ledger import StockMovement
from inventory.orders import INDEXES, LOW_STOCK
from inventory.prepared import Slot
from inventory.search import contains
from inventory.sessions import Session
from inventory.signals import products_changed
from inventory.spans import Span
from inventory.versions import VersionedModel

__all__ = ["Product", "ProductQuerySet", "Session", "Span", "StockMovement"]

# In a query that is prepared, a slot for a user's key
type Owner = AbstractBaseUser | AnonymousUser | Slot

SEARCHED = "searched"
PARTED = models.Value("\x1f")
SEARCHED_TEXT = Upper(
    Concat(
        *("name", PARTED, "sku", PARTED, "category"), output_field=models.TextField()
    )
)
SKU_IS_TAKEN = "You already have a product with this SKU."


class ProductQuerySet(models.QuerySet["Product"]):
    """The ways to narrow down products, for chaining."""

    def for_owner(self, user: Owner) -> "ProductQuerySet":
        """Only what this user owns; nothing for somebody not signed in."""
        return self._owned_by(user).filter(deleted_at=None)

    def in_trash_of(self, user: Owner) -> "ProductQuerySet":
        """Only what this user has deleted and may bring back."""
        return self._owned_by(user).filter(deleted_at__isnull=False)

    def search(self, text: str) -> "ProductQuerySet":
        """Only what has the text in its name, SKU or category."""
        return self.filter(contains(text, SEARCHED))

    def known(
        self, pk: int, version: int, was: tuple[str, str], **fields: Any
    ) -> "Product":
        """Give one of these as a form knows it: to be saved without reading it again.

        ``save`` writes it only if it still is one of these, and has that version.
        ``was`` are the name and the price of that version.
        """
        product = Product(pk=pk, version=version, **fields)
        product._state.adding = False
        product._among, product._was = self, was
        return product

    def low_stock(self) -> "ProductQuerySet":
        """Only what should be ordered again: active, and down to its reorder level.

        A product without a level is never low; one with level 0 is when it is out.
        """
        return self.filter(LOW_STOCK)

    def with_shelf(self) -> "ProductQuerySet":
        """Look up, in the same query, which of them are for sale."""
        return self.annotate(is_for_sale=models.Q(on_shelf__isnull=False))

    def _owned_by(self, user: Owner) -> "ProductQuerySet":
        is_known = isinstance(user, Slot) or user.is_authenticated
        return self.filter(owner=user) if is_known else self.none()


class Product(VersionedModel):
    """One article in its owner's stock."""

    TRUSTED_LINKS = ("owner",)

    is_for_sale = False  # what `with_shelf` looks up
    _among: "ProductQuerySet | None" = None  # which rows `known` was asked of
    _was: tuple[str, str] = ("", "")  # the name and the price that were read
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="inventory_products",
    )
    owner_id: int  # what Django makes of it, for the type checker
    name = LineField(max_length=128)
    sku = SkuField("SKU", max_length=64)
    price = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), "Enter a price above zero.")],
        error_messages={"invalid": "Enter a number, such as 12.50."},
    )
    category = LineField(max_length=64, blank=True)
    is_active = models.BooleanField("active", default=True)
    # What the ledger adds up to; only inventory/stock.py writes it.
    stock_on_hand = CountField(default=0, db_default=0, editable=False)
    reorder_level = CountField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # When the ledger's last movement was; triggers follow it (migration 0020).
    last_moved_at = models.DateTimeField(null=True, editable=False)
    # In the trash since then; only inventory/selections.py writes it.
    deleted_at = models.DateTimeField(null=True, editable=False)

    # All that is searched, in one text; nobody can search for what parts it.
    searched = models.GeneratedField(
        expression=SEARCHED_TEXT,
        output_field=FoldedField(),
        db_persist=True,
        serialize=False,  # XML has no such separator
    )

    objects = cast("ProductQuerySet", ProductQuerySet.as_manager())

    class Meta(VersionedModel.Meta):
        ordering = ("name", "id")
        indexes = INDEXES
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "sku"],
                condition=models.Q(deleted_at=None),
                name="inventory_sku_unique_per_owner",
                violation_error_message=SKU_IS_TAKEN,
            ),
            # Nor one that SQLite would store, and nobody could read again.
            models.CheckConstraint(
                condition=models.Q(price__gt=0, price__lt=10**8),
                name="inventory_price_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})"

    @property
    def is_low(self) -> bool:
        """Tell of one product what ``low_stock`` asks of many."""
        level = self.reorder_level
        return self.is_active and level is not None and self.stock_on_hand <= level

    def clean(self) -> None:
        """Start with nothing in stock: what is there has been received."""
        super().clean()
        if self._state.adding and self.stock_on_hand:
            message = "Save the product, then receive its stock."
            raise ValidationError({"stock_on_hand": message})

    def rows(self) -> models.QuerySet[Any]:
        """Give the rows that a form may write over, or all of them."""
        return super().rows() if self._among is None else self._among

    def written_over(self) -> None:
        """Tell other apps of a new name or price."""
        was, self._was = self._was, (self.name, str(self.price))
        if was != self._was:
            changed = Product.objects.filter(pk=self.pk)
            products_changed.send(Product, products=changed)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "Product":
        """Remember what other apps follow: a save compares it."""
        product = super().from_db(*args, **kwargs)
        read = product.__dict__
        product._was = (read.get("name", ""), str(read.get("price", "")))
        return product

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Remember it anew."""
        super().refresh_from_db(*args, **kwargs)
        self._was = (self.name, str(self.price))

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Show a SKU that is taken beside the SKU, rather than above the form.

        Asked here: of a constraint with a condition, Django would also call a SKU
        taken when the database did not answer, and not check one in the admin. The
        price's own validator leaves the other constraint nothing to find.
        """
        if self.deleted_at or {"owner", "sku"} & set(exclude or ()):
            return
        same_sku = Product.objects.filter(
            owner=self.owner_id, sku=self.sku, deleted_at=None
        )
        if same_sku.exclude(pk=self.pk).exists():
            raise ValidationError({"sku": SKU_IS_TAKEN})
