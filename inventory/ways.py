"""The ways to a page of matches, of which each search goes the shortest.

Few matches are fetched and sorted. Of many, enough are likely to come along when the
order is walked through, near its beginning or, of very many, far from it; if not, all
are fetched. Where they are dense among the names, whose index has all that is searched,
or among those of the only category that has any, they are counted there. What filters
leave is walked through; if it is little, all matches are found there. All find the
same, in one statement, whose parts run in turn until one has found enough: what nothing
asks for does not run.
"""

from string import Formatter
from typing import Any

from django.db import connection
from django.db.models import BooleanField, IntegerField
from django.db.models.expressions import RawSQL

from inventory import walks
from inventory.listing import Listing
from inventory.models import SEARCHED, ProductQuerySet
from inventory.prepared import Written, sql_of
from inventory.search import holds
from inventory.trigrams import ESCAPED, keyed
from inventory.ways_statement import ARRAY, DENSE, HITS, INSIDE, LENGTH, UNNEST, WAYS

LOOK, NEAR, FAR = 300, 2000, 100_000  # steps of a walk
NEAR_BY_NAME = 10_000  # in an index that has all that is searched: short steps
WITHIN = 5000  # names that filters leave, not fewer than are counted: all are looked at
LEAST = 10  # of so many at its beginning, one is a match where matches are dense
VERY_MANY = 20_000  # matches, for which it is worth while to walk far
ALL = 2**62
NOTHING: Written = "SELECT 0 AS id LIMIT 0", ()


def known() -> ProductQuerySet:
    """Give the matches if all are known, to be looked up by their keys."""
    return keyed("SELECT id FROM known")


def every(mine: ProductQuerySet) -> ProductQuerySet:
    """Give all matches, if all have to be fetched.

    PostgreSQL reads them sooner as its index gives them than one by one, by their keys.
    """
    likely = keyed("SELECT id FROM every") if connection.vendor == "sqlite" else mine
    return likely.filter(holds(ESCAPED, SEARCHED))


def on_page() -> ProductQuerySet:
    """Give what the page shows, whichever way it was found."""
    return keyed("SELECT id FROM page")


def are_many() -> RawSQL:
    """Tell whether there are more matches than are counted."""
    return RawSQL("SELECT are_many FROM counted", (), BooleanField())


def count() -> RawSQL:
    """Count the matches, if they are few and nothing else filters them."""
    return RawSQL("SELECT n FROM counted", (), IntegerField())


def met() -> RawSQL:
    """Count the matches where all that filters leave was looked at, else ``NULL``."""
    return RawSQL("SELECT NULLIF(met_inside, 0) FROM counted", (), IntegerField())


def least() -> RawSQL:
    """Count what was met of many matches: so many there are at least."""
    more = "CASE WHEN met_inside > met THEN met_inside ELSE met END"
    return RawSQL(f"SELECT {more} FROM counted", (), IntegerField())


def are_all_fetched() -> RawSQL:
    """Tell whether many matches were fetched, and no walk found enough."""
    some = f"fetched BETWEEN 1 AND {VERY_MANY - 1}"
    return RawSQL(f"SELECT {some} FROM fetched", (), BooleanField())


def written(
    shape: Listing,
    left: ProductQuerySet,
    *,
    bounds: Any,
    keys: Written,
    likely: Written,
    few: Any,
    walked: Any,
    every: Any,
    near: int,
    most: int,
) -> Written:
    """Write what goes before a query that asks for what is ``on_page``.

    The matches' ``keys`` are counted; where they are many, ``likely`` ones are fetched.
    The page is read from ``few`` of at most so many matches, else from ``walked``
    within ``near`` steps, else from ``every``: all three are ordered. ``left`` is what
    filters leave, with the text or without; ``walked``, perhaps only some, in bounds.
    """
    limits = {"LOOK": LOOK, "LEAST": LEAST, "WITHIN": WITHIN, "VERY_MANY": VERY_MANY}
    limits |= {"ALL": ALL, "near": near, "far": 0 if shape.leaves_little else FAR}
    limits |= {"most": most, "rows": shape.page_size + 1}
    parts = {
        "bounds": sql_of(bounds),
        "keys": keys,
        "is_little": ("FALSE", ()),
        "inside": NOTHING,
        "beyond": ("TRUE", ()),
        "ahead": sql_of(walked.order_by().values("id")),
        "likely": likely,
        "others": likely,
        "few": sql_of(few.values("id")),
        "every": sql_of(every.values("id")),
    }
    parts |= _counting(shape, left, limits) | _walking(walked, limits)
    named = walks.with_hits(walks.by_name(left, walks.looked_up))
    if shape.is_filtered:  # what is left is looked at, too
        parts["inside"] = INSIDE.format(named=named[0], **limits), named[1]
        parts |= _sizes(walks.by_name(left).order_by().values("id"), most)
    if shape.leaves_little:
        parts["others"] = f"SELECT id FROM ({named[0]}) AS named WHERE hit", named[1]
        if connection.vendor == "postgresql":
            parts["likely"] = "SELECT id FROM few", ()  # it has indexes for both
    return _joined(parts, limits)


def _counting(
    shape: Listing, left: ProductQuerySet, limits: dict[str, int]
) -> dict[str, Written]:
    """Count the matches along the names, and along those of their only category."""

    def dense(names: ProductQuerySet, others: Written, otherwise: str) -> Written:
        walked, values = walks.with_hits(walks.by_name(names))
        texts = {"walked": walked, "others": others[0], "otherwise": otherwise}
        return DENSE.format(**texts, **limits), (*values, *others[1], *values)

    more: Written = "TRUE", ()  # it is not little: that was seen before
    if not shape.is_filtered:
        more = _more_than(limits["most"], sql_of(left.order_by().values("id")))
    parts = {"among_names": dense(left, more, "0"), "in_category": ("among_names", ())}
    if not shape.category:
        not_yet: Written = f"among_names <= {limits['most']}", ()
        alike = walks.of_one_category(left)
        parts["in_category"] = dense(alike, not_yet, "among_names")
    return parts


def _walking(walked: ProductQuerySet, limits: dict[str, int]) -> dict[str, Written]:
    """Give the matches that come by near, and far off, each as one value."""
    vendor, (steps, values) = connection.vendor, walks.with_hits(walked)
    parts: dict[str, Written] = {}
    for where in ("near", "far"):
        hits = HITS.format(walked=steps, steps=limits[where], **limits)
        parts[f"{where}_keys"] = ARRAY[vendor].format(rows=hits), values
        parts[f"{where}_length"] = LENGTH[vendor].format(array=f"{where}_keys"), ()
    of_way = "CASE way WHEN 'near' THEN near_keys WHEN 'far' THEN far_keys END"
    return parts | {"walked_to": (UNNEST[vendor].format(array=of_way), ())}


def _sizes(names: Any, most: int) -> dict[str, Written]:
    more, values = _more_than(most, sql_of(names))
    return {
        "is_little": (f"NOT {more}", values),
        "beyond": _more_than(WITHIN, sql_of(names)),
    }


def _joined(parts: dict[str, Written], limits: dict[str, int]) -> Written:
    fields = (name for _, name, *_ in Formatter().parse(WAYS))
    values = (value for name in fields if name in parts for value in parts[name][1])
    texts = {name: sql for name, (sql, _) in parts.items()}
    return WAYS.format(**texts, **limits), tuple(values)


def _more_than(count: int, rows: Written) -> Written:
    return f"EXISTS (SELECT 1 FROM ({rows[0]}) AS rows LIMIT 1 OFFSET {count})", rows[1]
