"""The app behind the live shelf and the to-do list."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """Registers the shared shelf and the tasks with Django."""

    name = "shop"
    verbose_name = "Shop"

    def ready(self) -> None:
        """Announce every change of the shelf to the pages that show it live."""
        from reflex_django.live import register_live_model

        from shop.models import Product

        register_live_model(Product)
