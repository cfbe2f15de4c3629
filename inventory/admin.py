"""Every owner's stock, as the staff sees it."""

from django.contrib import admin

from inventory.models import Product


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    """Finds and corrects products, whoever owns them."""

    list_display = ("name", "sku", "owner", "category", "price", "is_active")
    list_filter = ("is_active", "category", "owner")
    list_select_related = ("owner",)
    search_fields = ("name", "sku", "category", "owner__username")
    autocomplete_fields = ("owner",)
    readonly_fields = ("created_at",)
