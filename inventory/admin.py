"""Every owner's stock, as the staff sees it."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from inventory.models import Product, StockMovement
from inventory.versioned_admin import VersionedAdmin, VersionedForm


class ProductForm(VersionedForm):
    """Keeps a product where its tasks are."""

    def clean_owner(self) -> User:
        """Refuse another owner, who could not see the tasks about it."""
        owner, product = self.cleaned_data["owner"], self.instance
        if product.pk and owner.pk != product.owner_id and product.tasks.exists():
            raise ValidationError("Its owner has tasks about it: delete them first.")
        return owner


@admin.register(Product)
class ProductAdmin(VersionedAdmin):
    """Finds and corrects products, whoever owns them."""

    form = ProductForm
    list_display = (
        *("name", "sku", "owner", "category", "price"),
        *("stock_on_hand", "reorder_level", "is_active"),
    )
    list_filter = (
        *("is_active", "category", "owner"),
        ("deleted_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("owner",)
    search_fields = ("name", "sku", "category", "owner__username")
    autocomplete_fields = ("owner",)
    readonly_fields = ("stock_on_hand", "last_moved_at", "created_at", "deleted_at")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Protect what is for sale: nobody may sell what is gone."""
        *found, protected = super().get_deleted_objects(objs, request)
        keys = [product.pk for product in objs]
        for_sale = Product.objects.filter(pk__in=keys, on_shelf__isnull=False)
        on_shelf = [f"On the shop's shelf: {product}" for product in for_sale]
        return *found, [*protected, *on_shelf]


@admin.register(StockMovement)
class StockMovementAdmin(admin.ModelAdmin):
    """Shows every owner's ledger, and changes nothing in it."""

    list_display = (
        "created_at",
        "product",
        "kind",
        "quantity",
        "reason",
        "recorded_by",
    )
    list_filter = ("kind", "created_at", "product__owner")
    list_select_related = ("product", "recorded_by")
    search_fields = ("product__name", "product__sku", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave adding to the pages: a balance has to be written along."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody change what happened."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let movements go with their product or its owner, and not from here."""
        match = request.resolver_match
        here = match is not None and (match.url_name or "").startswith(
            "inventory_stockmovement"
        )
        return not here and super().has_delete_permission(request, obj)
