"""Tells live pages of changes that send no signals."""

from django.db import models, transaction
from reflex_django.live import (
    ACTION_UPDATED,
    ModelChange,
    live_broadcaster,
    model_label,
)


def announce(model: type[models.Model]) -> None:
    """Have every live page of the model read itself again, after the commit."""
    change = ModelChange(model_label(model), ACTION_UPDATED, pk=None)
    transaction.on_commit(lambda: live_broadcaster().publish(change))
