"""The ways to a page of matches, of which each search goes the shortest.

Few matches are fetched and sorted. Of many, enough are likely to come along when the
order is walked through, near its beginning or, of very many, far from it; if they do
not, all are fetched. Where they come along densely among the names, whose index has all
that is searched, they are counted there. All ways find the same, and stand in one
statement, of which the database goes one after the other until one has found enough: a
limit of 0 ends the rest.
"""

from collections.abc import Sequence
from string import Formatter
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL

from inventory.models import SEARCHED, ProductQuerySet
from inventory.orders import compared, ordering
from inventory.prepared import Written, sql_of
from inventory.search import holds
from inventory.trigrams import TEXT, keyed

LOOK, NEAR, FAR = 100, 2000, 100_000  # steps of a walk
NEAR_BY_NAME = 10_000  # in the one index that has all that is searched: short steps
LEAST = 4  # of so many at its beginning, one is a match where matches are dense
VERY_MANY = 20_000  # matches, for which it is worth while to walk far
ALL = 2**62
WAYS = """
WITH bounds AS MATERIALIZED ({bounds}),
    dense AS MATERIALIZED (
        SELECT id FROM ({named} LIMIT {most} * {LEAST}) AS named WHERE hit
        LIMIT CASE WHEN (
            SELECT COUNT(*) FROM ({named} LIMIT {LOOK}) AS first_ones WHERE hit
        ) * {LEAST} >= {LOOK} AND EXISTS (
            SELECT 1 FROM ({mine}) AS mine LIMIT 1 OFFSET {most}
        ) THEN {most} + 1 ELSE 0 END
    ),
    few AS MATERIALIZED (
        {keys} LIMIT
            CASE WHEN (SELECT COUNT(*) FROM dense) > {most} THEN 0 ELSE {most} + 1 END
    ),
    counted AS MATERIALIZED (
        SELECT (SELECT COUNT(*) FROM dense) > {most}
        OR (SELECT COUNT(*) FROM few) > {most} AS are_many
    ),
    near AS MATERIALIZED (
        SELECT id FROM ({walked} LIMIT {near}) AS walked WHERE hit
        LIMIT CASE WHEN (SELECT are_many FROM counted) THEN {rows} ELSE 0 END
    ),
    still AS MATERIALIZED (
        SELECT CASE WHEN (SELECT are_many FROM counted)
            AND (SELECT COUNT(*) FROM near) < {rows}
            THEN EXISTS (SELECT 1 FROM ({ahead}) AS a LIMIT 1 OFFSET {near})
            ELSE FALSE
        END AS searching
    ),
    many AS MATERIALIZED (
        {likely} LIMIT
            CASE WHEN (SELECT searching FROM still) THEN {VERY_MANY} ELSE 0 END
    ),
    far AS MATERIALIZED (
        SELECT id FROM ({walked} LIMIT {FAR}) AS walked WHERE hit
        LIMIT CASE WHEN (SELECT COUNT(*) FROM many) = {VERY_MANY} THEN {rows} ELSE 0 END
    ),
    every AS MATERIALIZED (
        SELECT id FROM many WHERE (SELECT COUNT(*) FROM many) < {VERY_MANY}
        UNION ALL
        SELECT id FROM ({likely} LIMIT
            CASE WHEN (SELECT COUNT(*) FROM many) = {VERY_MANY}
            AND (SELECT COUNT(*) FROM far) < {rows} THEN {ALL} ELSE 0 END) AS all_keys
    ),
    page AS MATERIALIZED (
        SELECT id FROM ({few} LIMIT
            CASE WHEN (SELECT are_many FROM counted) THEN 0 ELSE {rows} END) AS f
        UNION ALL
        SELECT id FROM near WHERE NOT (SELECT searching FROM still)
        UNION ALL
        SELECT id FROM far WHERE (SELECT COUNT(*) FROM far) = {rows}
        UNION ALL
        SELECT id FROM ({every} LIMIT
            CASE WHEN (SELECT searching FROM still)
            AND (SELECT COUNT(*) FROM far) < {rows} THEN {rows} ELSE 0 END) AS e
    )
"""


def few() -> ProductQuerySet:
    """Give the matches if they are few, to be looked up by their keys."""
    return keyed("SELECT id FROM few")


def every(matches: ProductQuerySet) -> ProductQuerySet:
    """Give all matches, if all have to be fetched.

    PostgreSQL reads them sooner as its index gives them than one by one, by their keys.
    """
    if connection.vendor == "sqlite":
        return keyed("SELECT id FROM every").filter(holds(TEXT, *SEARCHED))
    return matches


def on_page() -> ProductQuerySet:
    """Give what the page shows, whichever way it was found."""
    return keyed("SELECT id FROM page")


def are_many() -> RawSQL:
    """Tell whether there are more matches than are counted."""
    return RawSQL("SELECT are_many FROM counted", (), BooleanField())


def within_bounds(
    walked: ProductQuerySet, columns: Sequence[str], *, down: bool, begun: bool
) -> ProductQuerySet:
    """Walk no further than where these may stand; ``begun`` is it at some product."""
    keys, signs = [F(each) for each in columns], {"from": ">=", "to": "<="}
    if begun:
        del signs["to" if down else "from"]
    for end, sign in signs.items():
        bounds = [_bound(end, each) for each in columns]
        walked = walked.filter(compared(keys, sign, bounds))
    return walked


def _named(mine: ProductQuerySet) -> ProductQuerySet:
    """Walk through the names."""
    return mine.filter(name__gte=_bound("from", "name")).order_by(*ordering("name"))


def _bound(end: str, column: str) -> RawSQL:
    return RawSQL(f"SELECT {end}_{column} FROM bounds", ())


def written(
    mine: ProductQuerySet,
    *,
    bounds: Any,
    keys: Written,
    likely: Written,
    few: Any,
    walked: Any,
    every: Any,
    near: int,
    most: int,
    rows: int,
) -> Written:
    """Write what goes before a query that asks for what is ``on_page``.

    The matches' ``keys`` are counted; where they are many, ``likely`` ones are fetched.
    The page is read from ``few`` of at most so many matches, else from ``walked``
    within ``near`` steps, else from ``every``: all three are ordered. ``walked`` are
    the owner's products, whether they match or not, perhaps ``within_bounds``, which
    those of ``spans.py`` are.
    """
    parts = {
        "bounds": sql_of(bounds),
        "named": _with_hits(_named(mine)),
        "mine": sql_of(mine.order_by().values("id")),
        "keys": keys,
        "likely": likely,
        "walked": _with_hits(walked),
        "ahead": sql_of(walked.order_by().values("id")),
        "few": sql_of(few.values("id")),
        "every": sql_of(every.values("id")),
    }
    texts = {name: sql for name, (sql, _) in parts.items()}
    limits = {"FAR": FAR, "VERY_MANY": VERY_MANY, "ALL": ALL}
    limits |= {"LOOK": LOOK, "LEAST": LEAST}
    fields = (name for _, name, *_ in Formatter().parse(WAYS))
    values = (value for name in fields if name in parts for value in parts[name][1])
    sql = WAYS.format(**texts, **limits, near=near, most=most, rows=rows)
    return sql, tuple(values)


def _with_hits(walked: ProductQuerySet) -> Written:
    return sql_of(walked.annotate(hit=holds(TEXT, *SEARCHED)).values("id", "hit"))
