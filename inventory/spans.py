"""Between which names the products stand that hold a text, as far as that is known.

Of each trigram, triggers keep the first and the last name of the owner's products that
hold it (migration 0010). Who holds a text holds each trigram in it, so nobody does
whose name comes before the latest of the first ones. A product that is renamed or
deleted may leave its name behind: the rest is found between wider bounds, too.
"""

from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models.expressions import RawSQL

from inventory.prepared import Slot

FOLDED = {"sqlite": "lower(%s)", "postgresql": "UPPER(%s)"}  # as they are compared
PIECES = {
    "sqlite": "SELECT substr({text}, n, 3) FROM inventory_number"
    " WHERE n <= length({text}) - 2",
    "postgresql": "SELECT substr({text}, n, 3)"
    " FROM generate_series(1, length({text}) - 2) AS n",
}


class Span(models.Model):
    """The names between which all of an owner's products with a trigram stand."""

    pk = models.CompositePrimaryKey("owner_id", "trigram")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DB_CASCADE,
        related_name="+",
        db_index=False,  # the key begins with it
    )
    trigram = models.CharField(max_length=3)
    lowest = models.TextField()
    highest = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.trigram}: {self.lowest} to {self.highest}"


def first_name(owner: Slot, text: Slot, *, down: bool) -> models.QuerySet[Span, Any]:
    """Give the name before which none holds the text, seen upwards or down.

    Nothing, if no product has any of the text's trigrams.
    """
    folded, pieces = FOLDED[connection.vendor], PIECES[connection.vendor]
    trigrams = RawSQL(pieces.format(text=folded), (text, text))
    spans = Span.objects.filter(owner=owner, trigram__in=trigrams)
    if down:
        return spans.order_by("highest").values(name=models.F("highest"))[:1]
    return spans.order_by("-lowest").values(name=models.F("lowest"))[:1]
