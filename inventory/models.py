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


class ProductQuerySet(models.QuerySet["Product"]):
    """The ways to narrow down products, for chaining."""

    def for_owner(self, user: AbstractBaseUser | AnonymousUser) -> "ProductQuerySet":
        """Only what this user owns; nothing for somebody not signed in."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def search(self, text: str) -> "ProductQuerySet":
        """Only what has the text in its name, SKU or category."""
        return self.filter(contains(text, "name", "sku", "category"))

    def low_stock(self) -> "ProductQuerySet":
        """Only what should be ordered again: active, and down to its reorder level.

        A product without a level is never low; one with level 0 is when it is out.
        """
        return self.filter(is_active=True, stock_on_hand__lte=F("reorder_level"))


class Product(VersionedModel):
    """One article in its owner's stock."""

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

    objects = cast("ProductQuerySet", ProductQuerySet.as_manager())

    class Meta(VersionedModel.Meta):
        ordering = ("name", "id")
        indexes = [
            models.Index(fields=["owner", "name", "id"], name="inventory_owner_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "sku"],
                name="inventory_sku_unique_per_owner",
                violation_error_message="You already have a product with this SKU.",
            ),
            models.CheckConstraint(
                condition=models.Q(price__gt=0), name="inventory_price_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})"

    def clean(self) -> None:
        """Start with nothing in stock: what is there has been received."""
        super().clean()
        if self._state.adding and self.stock_on_hand:
            message = "Save the product, then receive its stock."
            raise ValidationError({"stock_on_hand": message})

    def write(self, **kwargs: Any) -> None:
        """Write all but the balance: another movement may have changed it since."""
        if not self._state.adding:
            names = {field.name for field in self._meta.concrete_fields} - {"id"}
            wanted = set(kwargs.get("update_fields") or names) | {"version"}
            kwargs["update_fields"] = wanted - {"stock_on_hand"}
        super().write(**kwargs)

    def written_over(self, before: "Product") -> None:
        """Tell other apps of a new name or price."""
        if (before.name, before.price) != (self.name, self.price):
            changed = Product.objects.filter(pk=self.pk)
            products_changed.send(Product, products=changed)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Show a SKU that is taken beside the SKU, rather than above the form.

        The price's own validator leaves the other constraint nothing to find.
        """
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            raise ValidationError({"sku": error.messages}) from error
