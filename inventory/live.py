"""Tells an owner's open pages that stock has moved, and nobody else's."""

from typing import Any

from django.db import connection, transaction
from reflex_django.live import ACTION_CREATED, ModelChange, live_broadcaster

from inventory.ledger import StockMovement


def database_announces() -> bool:
    """Tell whether triggers announce changes, so that nobody else has to."""
    return connection.vendor == "postgresql"


def stock_label(owner_id: int) -> str:
    """Name what is announced when the stock of this owner moves."""
    return f"inventory.stock.{owner_id}"


def announce_movement(*, instance: StockMovement, **_: Any) -> None:
    """Announce a new movement to its owner's pages, once it is committed."""
    if database_announces():
        return
    label = stock_label(instance.product.owner_id)
    change = ModelChange(label, ACTION_CREATED, instance.pk)
    transaction.on_commit(lambda: live_broadcaster().publish(change))
