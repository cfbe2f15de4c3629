"""The app behind the hand-written inventory page."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Registers each user's private stock with Django."""

    name = "inventory"
    verbose_name = "Inventory"

    def ready(self) -> None:
        """Announce movements of stock, and tidy up after requests and migrations."""
        from django.core.handlers.asgi import ASGIHandler
        from django.core.signals import request_finished
        from django.db.models.signals import post_migrate, post_save

        from inventory.connections import close_connections
        from inventory.ledger import StockMovement
        from inventory.live import announce_movement
        from inventory.planner_statistics import complete_statistics

        request_finished.connect(close_connections, sender=ASGIHandler)
        post_save.connect(announce_movement, sender=StockMovement)
        post_migrate.connect(complete_statistics, sender=self)
