"""Each user's private stock, behind the hand-written page."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F

from inventory.fields import CountField, LineField, SkuField
from inventory.ledger import StockMovement
from inventory.search import contains
from inventory.signals import products_changed
from inventory.versions import VersionedModel

__all__ = ["Product", "ProductQuerySet", "StockMovement"]

MOST_CATEGORIES = 200  # more than anybody can choose from
LOW_STOCK = models.Q(is_active=True, stock_on_hand__lte=F("reorder_level"))
SKU_IS_TAKEN = "You already have a product with this SKU."


class ProductQuerySet(models.QuerySet["Product"]):
    """The ways to narrow down products, for chaining."""

    def for_owner(self, user: AbstractBaseUser | AnonymousUser) -> "ProductQuerySet":
        """Only what this user owns; nothing for somebody not signed in."""
        return self._owned_by(user).filter(deleted_at=None)

    def in_trash_of(self, user: AbstractBaseUser | AnonymousUser) -> "ProductQuerySet":
        """Only what this user has deleted and may bring back."""
        return self._owned_by(user).filter(deleted_at__isnull=False)

    def search(self, text: str) -> "ProductQuerySet":
        """Only what has the text in its name, SKU or category."""
        return self.filter(contains(text, "name", "sku", "category"))

    def low_stock(self) -> "ProductQuerySet":
        """Only what should be ordered again: active, and down to its reorder level.

        A product without a level is never low; one with level 0 is when it is out.
        """
        return self.filter(LOW_STOCK)

    def with_shelf(self) -> "ProductQuerySet":
        """Look up, in the same query, which of them are for sale."""
        return self.annotate(is_for_sale=models.Q(on_shelf__isnull=False))

    def categories(self) -> "models.QuerySet[Any]":
        """Name the categories in use, each once; of very many, the first."""
        named = self.exclude(category="").order_by("category")
        return named.values_list("category", flat=True).distinct()[:MOST_CATEGORIES]

    def _owned_by(self, user: AbstractBaseUser | AnonymousUser) -> "ProductQuerySet":
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Product(VersionedModel):
    """One article in its owner's stock."""

    is_for_sale = False  # what `with_shelf` looks up
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
    # In the trash since then; only inventory/selections.py writes it.
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = cast("ProductQuerySet", ProductQuerySet.as_manager())

    class Meta(VersionedModel.Meta):
        ordering = ("name", "id")
        indexes = [
            models.Index(fields=["owner", "name", "id"], name="inventory_owner_name"),
        ]
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

    def write(self, **kwargs: Any) -> None:
        """Write all but the balance and the trash's mark, which are not a form's."""
        if not self._state.adding:
            names = {field.name for field in self._meta.concrete_fields} - {"id"}
            wanted = set(kwargs.get("update_fields") or names) | {"version"}
            kwargs["update_fields"] = wanted - {"stock_on_hand", "deleted_at"}
        super().write(**kwargs)

    def written_over(self, before: "Product") -> None:
        """Tell other apps of a new name or price."""
        if (before.name, before.price) != (self.name, self.price):
            changed = Product.objects.filter(pk=self.pk)
            products_changed.send(Product, products=changed)

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
