"""The app behind the hand-written inventory page."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Registers each user's private stock with Django."""

    name = "inventory"
    verbose_name = "Inventory"
