"""The app behind the hand-written inventory page."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Registers each user's private stock with Django."""

    name = "inventory"
    verbose_name = "Inventory"

    def ready(self) -> None:
        """Announce movements of stock to their owner's open pages."""
        from django.db.models.signals import post_save

        from inventory.ledger import StockMovement
        from inventory.live import announce_movement

        post_save.connect(announce_movement, sender=StockMovement)
