"""The orders of the list of products: each without ties, and served by an index.

An order is a row of keys, compared as one value: after ``(price, id) > (9.50, 17)``
comes the page that follows product 17, and no page costs more than another.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement
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


KEYS = {name: each for name, each in COLUMNS.items() if name != "level"} | {
    "level": (ranked(down=False),),
    "level_down": (ranked(down=True),),
}
BY_NAME = "name", "category", "status"


class StatusIndex(models.Index):
    """An index of rows that are alike in ``is_active``, on SQLite with it as a key.

    SQLite takes the index with the most keys that a filter names. PostgreSQL forgets
    a filter that holds in all of an index, and finds no place behind that key.
    """

    def create_sql(self, model: Any, schema_editor: Any, **options: Any) -> Statement:
        """Leave the key out on PostgreSQL."""
        if schema_editor.connection.vendor == "sqlite":
            return super().create_sql(model, schema_editor, **options)
        index = models.Index(
            *(each for each in self.expressions if each != F("is_active")),
            condition=self.condition,
            name=self.name,
        )
        return index.create_sql(model, schema_editor, **options)


def _indexes(
    scope: str, *first: str, where: Q = LISTED, tested: tuple = (), but: str = ""
) -> Iterator[models.Index]:
    """Serve each order of what a filter leaves, ``but`` some of them.

    What further filters test stands in the index, too, and in those of names what is
    searched and most often tested: whoever walks through them looks at no row.
    """
    for order, keys in KEYS.items():
        if order not in but.split():
            seen = ("searched", "is_active") if order in BY_NAME else ()
            more = dict.fromkeys((*seen, *tested))
            kind = StatusIndex if "is_active" in first else models.Index
            yield kind(
                *("owner", *first, *keys, "deleted_at"),
                *(each for each in more if each not in (*first, *keys)),
                condition=where,
                name=f"inventory_{scope}_{order}",
            )


# A filter fixes the first key of some orders, which are those of the names then. Active
# are nearly all, most often: each order of all is walked through for them.
INDEXES = [
    *_indexes("by"),
    *_indexes("category", "category", tested=("is_active",), but="name category stock"),
    *_indexes(
        *("inactive", "is_active"),
        where=LISTED & Q(is_active=False),
        tested=("category",),
        but="status",
    ),
    *_indexes(
        *("low", "is_active"),
        where=LISTED & LOW_STOCK,
        tested=("category", "stock_on_hand", "reorder_level"),
        but="status",
    ),
    # By stock, with all that the dashboard adds up for each category
    models.Index(
        *("owner", "category", "stock_on_hand", "id", "deleted_at", "is_active"),
        *("price", "reorder_level"),
        condition=LISTED,
        name="inventory_category_sums",
    ),
    # For the dashboard, too: which products moved lately
    models.Index(
        *(F("owner"), F("last_moved_at").desc(), F("id").desc()),
        condition=LISTED & Q(last_moved_at__isnull=False),
        name="inventory_last_moved",
    ),
    # For undo, which looks for the moment of a deletion
    models.Index(
        fields=["deleted_at", "owner"],
        condition=Q(deleted_at__isnull=False),
        name="inventory_trash",
    ),
]
