"""Tells live pages of changes that send no signals."""

from django.db import models, transaction
from reflex_django.live import (
    ACTION_UPDATED,
    ModelChange,
    live_broadcaster,
    model_label,
)

from inventory.live import database_announces


def announce(model: type[models.Model]) -> None:
    """Have every live page of the model read itself again, after the commit."""
    if database_announces():
        return
    change = ModelChange(model_label(model), ACTION_UPDATED, pk=None)
    transaction.on_commit(lambda: live_broadcaster().publish(change))
