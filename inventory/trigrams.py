"""Finds products by trigrams, the texts of three characters that each holds.

SQLite has them in a table of its own, which triggers keep (migration 0009), and
PostgreSQL in an index. Neither knows the order of the list: few matches are fetched
and sorted. Of many, enough are likely to come along when the order is walked through,
near its beginning or, of very many, far from it; if they do not, all are fetched. All
ways find the same, and stand in one statement, of which the database goes one after the
other until one has found enough: a limit of 0 ends the rest.
"""

from typing import Any

from django.db import connection
from django.db.models import F, Func, IntegerField
from django.db.models.expressions import RawSQL
from django.db.models.lookups import LessThanOrEqual

from inventory.models import SEARCHED, Product, ProductQuerySet
from inventory.orders import FENCE
from inventory.prepared import Slot, Written
from inventory.search import holds

SHORTEST = 3
OWNER, TEXT = Slot("owner"), Slot("text")
MATCH, FIRST, LAST = Slot("match"), Slot("first"), Slot("last")
NEAR, FAR = 2000, 100_000  # steps of a walk
VERY_MANY = 20_000  # matches, for which it is worth while to walk far
ALL = 2**62
WAYS = """
WITH few AS MATERIALIZED ({keys} LIMIT {most} + 1),
    near AS MATERIALIZED (
        SELECT id FROM ({walked} LIMIT {NEAR}) AS walked WHERE hit
        LIMIT CASE WHEN (SELECT COUNT(*) FROM few) > {most} THEN {rows} ELSE 0 END
    ),
    still AS MATERIALIZED (
        SELECT (SELECT COUNT(*) FROM few) > {most}
        AND (SELECT COUNT(*) FROM near) < {rows} AS searching
    ),
    many AS MATERIALIZED (
        {keys} LIMIT CASE WHEN (SELECT searching FROM still) THEN {VERY_MANY} ELSE 0 END
    ),
    far AS MATERIALIZED (
        SELECT id FROM ({walked} LIMIT {FAR}) AS walked WHERE hit
        LIMIT CASE WHEN (SELECT COUNT(*) FROM many) = {VERY_MANY} THEN {rows} ELSE 0 END
    ),
    every AS MATERIALIZED (
        SELECT id FROM many WHERE (SELECT COUNT(*) FROM many) < {VERY_MANY}
        UNION ALL
        SELECT id FROM ({keys} LIMIT
            CASE WHEN (SELECT COUNT(*) FROM many) = {VERY_MANY}
            AND (SELECT COUNT(*) FROM far) < {rows} THEN {ALL} ELSE 0 END) AS all_keys
    ),
    page AS MATERIALIZED (
        SELECT id FROM ({few} LIMIT
            CASE WHEN (SELECT COUNT(*) FROM few) <= {most} THEN {rows} ELSE 0 END) AS f
        UNION ALL
        SELECT id FROM near WHERE (SELECT COUNT(*) FROM near) = {rows}
        UNION ALL
        SELECT id FROM far WHERE (SELECT COUNT(*) FROM far) = {rows}
        UNION ALL
        SELECT id FROM ({every} LIMIT
            CASE WHEN (SELECT searching FROM still)
            AND (SELECT COUNT(*) FROM far) < {rows} THEN {rows} ELSE 0 END) AS e
    )
"""


# The table's keys, as triggers write them: the owner's before the product's. Owners
# whose keys are alike in that have each other's matches counted before the owner is
# looked at, and see a total of "more than" too early; no row of the other.
IDS, OWNERS = 2**40, 2**23
IN_TABLE = f"""
SELECT rowid %% {IDS} AS id FROM inventory_search
WHERE inventory_search MATCH %s AND rowid BETWEEN %s AND %s
"""


def few() -> ProductQuerySet:
    """Give the matches if they are few, to be looked up by their keys."""
    return _keyed("SELECT id FROM few")


def every(mine: ProductQuerySet) -> ProductQuerySet:
    """Give all matches, if all have to be fetched.

    PostgreSQL reads them sooner as its index gives them than one by one, by their keys.
    """
    if connection.vendor == "sqlite":
        return _keyed("SELECT id FROM every")
    return matches(mine)


def on_page() -> ProductQuerySet:
    """Give what the page shows, whichever way it was found."""
    return _keyed("SELECT id FROM page")


def matches(mine: ProductQuerySet) -> ProductQuerySet:
    """Give all matches, to be counted up to a bound."""
    if connection.vendor == "sqlite":
        return _keyed(IN_TABLE, MATCH, FIRST, LAST)
    return mine.filter(holds(TEXT, *SEARCHED))


def are_few(most: int) -> LessThanOrEqual:
    """Tell whether there are at most so many."""
    count = RawSQL("SELECT COUNT(*) FROM few", (), IntegerField())
    return LessThanOrEqual(count, most)


def ways(
    mine: ProductQuerySet, *, few: Any, walked: Any, every: Any, most: int, rows: int
) -> Written:
    """Write what goes before a query that asks for what is ``on_page``.

    That is read from ``few`` of at most so many matches, else from ``walked``, else
    from ``every``: all three are ordered. ``walked`` are the owner's products, whether
    they match or not.
    """
    parts = {
        "keys": _keys(mine),
        "walked": _sql(walked.annotate(hit=holds(TEXT, *SEARCHED)).values("id", "hit")),
        "few": _sql(few.values("id")),
        "every": _sql(every.values("id")),
    }
    texts = {name: sql for name, (sql, _) in parts.items()}
    limits = {"NEAR": NEAR, "FAR": FAR, "VERY_MANY": VERY_MANY, "ALL": ALL}
    as_they_stand = ("keys", "walked", "keys", "walked", "keys", "few", "every")
    values = (value for name in as_they_stand for value in parts[name][1])
    return WAYS.format(**texts, **limits, most=most, rows=rows), tuple(values)


def _keys(mine: ProductQuerySet) -> Written:
    if connection.vendor == "sqlite":
        return IN_TABLE, (MATCH, FIRST, LAST)
    return _sql(matches(mine).order_by().values("id"))


def _keyed(keys: str, *values: Slot) -> ProductQuerySet:
    """Leave the database no index but that of the keys."""
    whose = Func(F("owner_id"), template=FENCE)
    products = Product.objects.alias(whose=whose)
    return products.filter(whose=OWNER, pk__in=RawSQL(keys, values))


def _sql(query: Any) -> Written:
    return query.query.sql_with_params()


def can_look_up(text: str) -> bool:
    """Tell whether a text that is searched for can be looked up."""
    return len(text) >= SHORTEST


def values_of(owner_id: int, text: str) -> dict[str, Any]:
    """Give the values with which a text is looked up among one owner's products.

    ``LIKE`` takes ``A`` for ``a``, and no other letter for its small one: so does
    SQLite's table, with small letters in it.
    """
    small = text.translate(SMALL).replace('"', '""')
    first = owner_id % OWNERS * IDS
    return {"match": f'"{small}"', "first": first, "last": first + IDS - 1}


def tidy() -> None:
    """Merge the parts in which very many writes have left SQLite's table.

    A search reads half as much then. Others may write between two steps. Raises
    ``OperationalError`` when somebody else writes for too long.
    """
    if connection.vendor != "sqlite":
        return
    pages = -STEP  # below zero: all parts, not only what is due
    with connection.cursor() as cursor:
        while True:
            before = cursor.connection.total_changes
            cursor.execute(MERGE, [pages])
            if cursor.connection.total_changes - before < 2:  # FTS5's own count
                return
            pages = STEP


STEP = 200  # pages, which take some hundredths of a second
MERGE = "INSERT INTO inventory_search (inventory_search, rank) VALUES ('merge', %s)"
SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
