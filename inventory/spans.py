"""Where in an order the products stand that hold a text, as far as that is known.

Of each trigram, triggers keep the lowest and the highest name, category and price of
the owner's products that hold it (migration 0012). Who holds a text holds each trigram
in it, so nobody does whose name comes before the latest of the lowest ones. A product
that is changed or deleted may leave its own behind: the rest is found between wider
bounds, too.
"""

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Max, Min, Value
from django.db.models.expressions import RawSQL

from inventory.orders import COLUMNS
from inventory.prepared import Slot

# Not the stock, which changes too often, and seldom goes with a text
BOUNDED = ("name", "category", "price")
KNOWN = {"is_active": (False, True)}  # between which all stand

FOLDED = {"sqlite": "lower(%s)", "postgresql": "UPPER(%s)"}  # as they are compared
PIECES = {
    "sqlite": "SELECT substr({text}, n, 3) FROM inventory_number"
    " WHERE n <= length({text}) - 2",
    "postgresql": "SELECT substr({text}, n, 3)"
    " FROM generate_series(1, length({text}) - 2) AS n",
}


class Span(models.Model):
    """Between what all of an owner's products with a trigram stand, in each order."""

    pk = models.CompositePrimaryKey("owner_id", "trigram")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DB_CASCADE,
        related_name="+",
        db_index=False,  # the key begins with it
    )
    trigram = models.CharField(max_length=3)
    lowest_name = models.TextField(db_column="lowest")
    highest_name = models.TextField(db_column="highest")
    lowest_category = models.TextField(db_default="")
    highest_category = models.TextField(db_default="")
    lowest_price = models.DecimalField(max_digits=10, decimal_places=2, db_default=0)
    highest_price = models.DecimalField(max_digits=10, decimal_places=2, db_default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.trigram}: {self.lowest_name} to {self.highest_name}"


def bounded(sort: str) -> list[str]:
    """Give the columns with which an order begins, as far as they have bounds."""
    ends = {*BOUNDED, *KNOWN}
    return list(takewhile(ends.__contains__, COLUMNS[sort.removeprefix("-")]))


def bounds(
    owner: Slot, text: Slot, columns: Iterable[str]
) -> models.QuerySet[Span, Any]:
    """Give between which values of these columns the products stand that hold the text.

    In one row, ``from_price`` and ``to_price``; in none, if no product has any of the
    text's trigrams.
    """
    folded, pieces = FOLDED[connection.vendor], PIECES[connection.vendor]
    trigrams = RawSQL(pieces.format(text=folded), (text, text))
    spans = Span.objects.filter(owner=owner, trigram__in=trigrams)
    ends: dict[str, Any] = {f"from_{each}": _lowest(each) for each in columns}
    ends |= {f"to_{each}": _highest(each) for each in columns}
    together = spans.annotate(all=Value(1)).values("all")
    return together.annotate(**ends).values(*ends)


def _lowest(column: str) -> Any:
    return Value(KNOWN[column][0]) if column in KNOWN else Max(f"lowest_{column}")


def _highest(column: str) -> Any:
    return Value(KNOWN[column][1]) if column in KNOWN else Min(f"highest_{column}")
