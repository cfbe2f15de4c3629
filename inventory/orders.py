"""The orders of the list of products: each without ties, and served by an index.

An order is a row of keys, compared as one value: after ``(price, id) > (9.50, 17)``
comes the page that follows product 17, and no page costs more than another.
"""

from typing import Any

from django.db import models
from django.db.models import F, Func, Lookup, Q
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleGreaterThanOrEqual,
    TupleLessThan,
    TupleLessThanOrEqual,
)
from django.db.models.lookups import (
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
)

from inventory.fields import MOST_PIECES

COLUMNS = {
    "name": ("name", "id"),
    "category": ("category", "name", "id"),
    "stock": ("stock_on_hand", "id"),
    "level": ("level",),  # with the id in it
    "price": ("price", "id"),
    "status": ("is_active", "name", "id"),
}
LISTED = Q(deleted_at=None)  # not in the trash
LOW_STOCK = Q(is_active=True, stock_on_hand__lte=F("reorder_level"))
NO_LEVEL = {False: MOST_PIECES + 1, True: -1}
MOST_IDS = 2**33


def rank(level: int | None, pk: int, *, down: bool) -> int:
    """Say in one number where a level stands; without one, last either way."""
    return (NO_LEVEL[down] if level is None else level) * MOST_IDS + pk


class Rank(Func):
    """Put a level and a key together into one number, as ``rank`` does."""

    # Not an argument: no field equals the one in a migration.
    output_field = models.BigIntegerField()  # pyright: ignore[reportAssignmentType]


def ranked(*, down: bool) -> Func:
    """Give that number as a key, written as in the index that serves it.

    SQLite finds no row of keys in an index while one of them is an expression.
    """
    return Rank(  # the order of the arguments matters to makemigrations
        *(F("reorder_level"), F("id")),
        arg_joiner=f", {NO_LEVEL[down]}) * {MOST_IDS} + ",
        template="(COALESCE(%(expressions)s)",
    )


def keys(sort: str, *, fenced: bool = False) -> list[Any]:
    """Give the keys of an order; ``-`` before its name is the other direction.

    ``fenced`` ones are equal, but no index serves them: few rows are sorted then,
    instead of very many being walked through in search of them.
    """
    down = sort.startswith("-")
    found = [
        ranked(down=down) if name == "level" else F(name)
        for name in COLUMNS[sort.removeprefix("-")]
    ]
    return [Func(each, template=FENCE) if fenced else each for each in found]


def ordering(sort: str, *, back: bool = False, fenced: bool = False) -> list[Any]:
    """Give what ``order_by`` takes; ``back`` is from the end."""
    down = sort.startswith("-") is not back
    found = keys(sort, fenced=fenced)
    return [key.desc() if down else key.asc() for key in found]


FENCE = "COALESCE(%(expressions)s, %(expressions)s)"  # which nobody simplifies


def compared(keys: list[Any], sign: str, values: list[Any]) -> Lookup:
    """Compare rows of as many keys: ``(price, id) > (9.50, 17)``."""
    if len(keys) == 1:
        return COMPARED[sign][0](*keys, *values)
    return COMPARED[sign][1](Tuple(*keys), tuple(values))


COMPARED: dict[str, Any] = {
    ">": (GreaterThan, TupleGreaterThan),
    "<": (LessThan, TupleLessThan),
    "<=": (LessThanOrEqual, TupleLessThanOrEqual),
    ">=": (GreaterThanOrEqual, TupleGreaterThanOrEqual),
}


def _index(name: str, *keys: Any, more: tuple = (), where: Q = LISTED) -> models.Index:
    """Serve an order; what is counted stands in it, too, so that no row is read."""
    return models.Index(
        *("owner", *keys, "id", "deleted_at", *more),
        condition=where,
        name=f"inventory_by_{name}",
    )


INDEXES = [
    # A search walks through this one, and looks at no row (trigrams.py).
    _index("name", "name", more=("sku", "category")),
    *(
        _index(name, *COLUMNS[name][:-1])
        for name in COLUMNS
        if name not in ("name", "level")
    ),
    *(
        models.Index(
            *("owner", ranked(down=down), "deleted_at"),
            condition=LISTED,
            name=f"inventory_by_level{'_down' if down else ''}",
        )
        for down in (False, True)
    ),
    _index(
        *("low", "name"),
        more=("is_active", "stock_on_hand", "reorder_level"),
        where=LISTED & LOW_STOCK,
    ),
    # For undo, which looks for the moment of a deletion
    models.Index(
        fields=["deleted_at", "owner"],
        condition=Q(deleted_at__isnull=False),
        name="inventory_trash",
    ),
]
