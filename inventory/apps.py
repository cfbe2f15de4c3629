"""The app behind the hand-written inventory page."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Registers each user's private stock with Django."""

    name = "inventory"
    verbose_name = "Inventory"

    def ready(self) -> None:
        """Announce movements of stock, and keep the planner informed."""
        from django.db.models.signals import post_migrate, post_save

        from inventory.ledger import StockMovement
        from inventory.live import announce_movement
        from inventory.planner_statistics import complete_statistics

        post_save.connect(announce_movement, sender=StockMovement)
        post_migrate.connect(complete_statistics, sender=self)
