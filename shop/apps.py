"""The app behind the live shelf and the to-do list."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """Registers the shared shelf and the tasks with Django."""

    name = "shop"
    verbose_name = "Shop"

    def ready(self) -> None:
        """Announce the shelf's changes to live pages, and follow the stock's."""
        from reflex_django.live import register_live_model

        from inventory.live import database_announces
        from inventory.signals import products_changed
        from shop.models import Product
        from shop.publishing import follow

        if not database_announces():
            register_live_model(Product)
        products_changed.connect(follow)
