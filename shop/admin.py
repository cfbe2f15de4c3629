"""The shared shelf and everyone's tasks, as the staff sees them."""

from django.contrib import admin

from inventory.versioned_admin import VersionedAdmin
from shop.models import Product, Task


@admin.register(Product)
class ProductAdmin(VersionedAdmin):
    """Finds and corrects what is on the shelf."""

    list_display = ("name", "sku", "price", "is_active", "created_at")
    list_filter = ("is_active", "created_at")
    search_fields = ("name", "sku", "description")
    readonly_fields = ("source", "created_at")


@admin.register(Task)
class TaskAdmin(admin.ModelAdmin):
    """Finds and corrects tasks, whoever owns them."""

    list_display = ("title", "owner", "done", "created_at")
    list_filter = ("done", "owner")
    list_select_related = ("owner",)
    search_fields = ("title", "owner__username")
    autocomplete_fields = ("owner", "product")
    readonly_fields = ("created_at",)
