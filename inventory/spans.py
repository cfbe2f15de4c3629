"""Where in an order the products stand that hold a text, as far as that is known.

Of each piece of three characters, and of five around a space, triggers keep the lowest
and the highest name, category and price of the owner's products that hold it (migration
0018). Who holds a text holds each piece of it, so nobody does whose name comes before
the latest of the lowest ones. "Oak table" begins where "ak ta" does, though there are
oak chairs before it, and tables of all kinds. A product that is changed or deleted may
leave its own behind: the rest is found between wider bounds, too. Where all matches are
in one category, they are counted there.
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
NUMBERS = {
    "sqlite": "inventory_number",
    "postgresql": "generate_series(1, length(text) - 2) AS n",
}
PIECES = """
SELECT substr(text, n, size) FROM (SELECT {folded} AS text) AS folded,
    (SELECT 3 AS size UNION ALL SELECT 5) AS sizes, {numbers}
WHERE n <= length(text) + 1 - size AND (size = 3 OR substr(text, n + 2, 1) = ' ')
"""
# A set is a thousand pieces to PostgreSQL, for which it reads all spans; an array, ten.
FEW = {"sqlite": PIECES, "postgresql": f"SELECT unnest(ARRAY({PIECES}))"}


class Span(models.Model):
    """Between what all of an owner's products with a piece stand, in each order."""

    pk = models.CompositePrimaryKey("owner_id", "trigram")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DB_CASCADE,
        related_name="+",
        db_index=False,  # the key begins with it
    )
    trigram = models.CharField(max_length=5)  # or five characters around a space
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
    text's pieces.
    """
    vendor = connection.vendor
    parts = {"folded": FOLDED[vendor], "numbers": NUMBERS[vendor]}
    pieces = RawSQL(FEW[vendor].format(**parts), (text,))
    spans = Span.objects.filter(owner=owner, trigram__in=pieces)
    ends: dict[str, Any] = {f"from_{each}": _lowest(each) for each in columns}
    ends |= {f"to_{each}": _highest(each) for each in columns}
    together = spans.annotate(all=Value(1)).values("all")
    return together.annotate(**ends).values(*ends)


def _lowest(column: str) -> Any:
    return Value(KNOWN[column][0]) if column in KNOWN else Max(f"lowest_{column}")


def _highest(column: str) -> Any:
    return Value(KNOWN[column][1]) if column in KNOWN else Min(f"highest_{column}")
