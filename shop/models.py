"""What all signed-in users share: the live shelf, and everyone's own tasks."""

from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models

from inventory.fields import LineField, ParagraphField, SkuField
from inventory.search import contains
from inventory.validation import ValidatedModel
from inventory.versions import VersionedModel
from shop.live import announce


class ProductQuerySet(models.QuerySet["Product"]):
    """The way to narrow down the shelf, for chaining.

    Changes in bulk send no signals: they are announced to live pages here.
    """

    def update(self, **kwargs: Any) -> int:
        """Change many rows at once, and announce it."""
        changed = super().update(**kwargs)
        announce(self.model)
        return changed

    def bulk_create(self, *args: Any, **kwargs: Any) -> list["Product"]:
        """Add many rows at once, and announce it."""
        added = super().bulk_create(*args, **kwargs)
        announce(self.model)
        return added

    def search(self, text: str) -> "ProductQuerySet":
        """Only what has the text in its name, SKU or description."""
        return self.filter(contains(text, "name", "sku", "description"))


class Product(VersionedModel):
    """One article on the shelf that every signed-in user watches."""

    name = LineField(max_length=128)
    description = ParagraphField(
        blank=True, max_length=2000, validators=[MaxLengthValidator(2000)]
    )
    price = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), "Enter a price above zero.")],
        error_messages={"invalid": "Enter a number, such as 12.50."},
    )
    sku = SkuField(
        "SKU",
        max_length=64,
        unique=True,
        error_messages={"unique": "Another product already has this SKU."},
    )
    is_active = models.BooleanField("active", default=True)
    # The product in somebody's stock that shop/publishing.py put here
    source = models.OneToOneField(
        "inventory.Product",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="on_shelf",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = cast("ProductQuerySet", ProductQuerySet.as_manager())

    class Meta(VersionedModel.Meta):
        ordering = ("name", "id")
        indexes = [models.Index(fields=["name", "id"], name="shop_product_name")]
        constraints = [
            # Nor one that SQLite would store, and nobody could read again.
            models.CheckConstraint(
                condition=models.Q(price__gt=0, price__lt=10**8),
                name="shop_price_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})"


class TaskQuerySet(models.QuerySet["Task"]):
    """The way to narrow down tasks, for chaining."""

    def for_owner(self, user: AbstractBaseUser | AnonymousUser) -> "TaskQuerySet":
        """Only this user's own tasks; none for somebody not signed in."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Task(ValidatedModel):
    """One thing to do, on its owner's private list.

    A task to restock a product names it: there is one at most that is still open.
    """

    title = LineField(max_length=200)
    done = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tasks"
    )
    owner_id: int  # what Django makes of it, for the type checker
    product = models.ForeignKey(
        "inventory.Product",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tasks",
        db_index=False,  # the index below serves it
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = cast("TaskQuerySet", TaskQuerySet.as_manager())

    class Meta(ValidatedModel.Meta):
        ordering = ("done", "-created_at", "-id")
        indexes = [
            models.Index(
                fields=["owner", "done", "-created_at"], name="shop_task_owner_done"
            ),
            models.Index(fields=["product", "done"], name="shop_task_product_done"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["product"],
                condition=models.Q(done=False),
                name="shop_one_open_task_per_product",
                violation_error_message="This product has an open task already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Let a task name its owner's own product only."""
        super().clean()
        if self.product is not None and self.product.owner_id != self.owner_id:
            raise ValidationError({"product": "Choose a product of the task's owner."})
