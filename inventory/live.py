"""Tells an owner's open pages that stock has moved, and nobody else's."""

from typing import Any

from django.db import transaction
from reflex_django.live import ACTION_CREATED, ModelChange, live_broadcaster

from inventory.ledger import StockMovement


def stock_label(owner_id: int) -> str:
    """Name what is announced when the stock of this owner moves."""
    return f"inventory.stock.{owner_id}"


def announce_movement(*, instance: StockMovement, **_: Any) -> None:
    """Announce a new movement to its owner's pages, once it is committed."""
    label = stock_label(instance.product.owner_id)
    change = ModelChange(label, ACTION_CREATED, instance.pk)
    transaction.on_commit(lambda: live_broadcaster().publish(change))
