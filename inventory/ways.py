"""The ways to a page of matches, of which each search goes the shortest.

Few matches are fetched and sorted. Of many, enough are likely to come along when the
order is walked through, near its beginning or, of very many, far from it; if not, all
are fetched. Where they are dense among the names, whose index has all that is searched,
or among those of the only category that has any, they are counted there. What filters
leave is walked through; if it is little, all matches are found there. All find the
same, in one statement, whose parts run in turn until one has found enough: a limit of 0
ends the rest.
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
from inventory.ways_statement import DENSE, INSIDE, WAYS

LOOK, NEAR, FAR = 300, 2000, 100_000  # steps of a walk
NEAR_BY_NAME = 10_000  # in an index that has all that is searched: short steps
WITHIN = 5000  # names that filters leave, not fewer than are counted: all are looked at
LEAST = 10  # of so many at its beginning, one is a match where matches are dense
VERY_MANY = 20_000  # matches, for which it is worth while to walk far
ALL = 2**62
NOTHING: Written = "SELECT 0 AS id LIMIT 0", ()
NOT_YET = "(SELECT COUNT(*) FROM among_names) <= {most}"


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


def met() -> RawSQL:
    """Count the matches where all that filters leave was looked at, else ``NULL``."""
    return RawSQL("SELECT NULLIF(COUNT(*), 0) FROM inside", (), IntegerField())


def least() -> RawSQL:
    """Count what was met of many matches: so many there are at least."""
    each = "SELECT COUNT(*) AS met FROM"
    sql = f"SELECT MAX(met) FROM ({each} dense UNION ALL {each} inside) AS counts"
    return RawSQL(sql, (), IntegerField())


def are_all_fetched() -> RawSQL:
    """Tell whether many matches were fetched, and no walk found enough."""
    sql = f"SELECT COUNT(*) BETWEEN 1 AND {VERY_MANY - 1} FROM many"
    return RawSQL(sql, (), BooleanField())


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
    named = walks.with_hits(walks.by_name(left))
    parts = {
        "bounds": sql_of(bounds),
        "keys": keys,
        "is_little": ("FALSE", ()),
        "inside": NOTHING,
        "beyond": ("TRUE", ()),
        "walked": walks.with_hits(walked),
        "ahead": sql_of(walked.order_by().values("id")),
        "likely": likely,
        "others": likely,
        "few": sql_of(few.values("id")),
        "every": sql_of(every.values("id")),
    }
    parts |= _counting(shape, left, named, limits)
    if shape.is_filtered:  # what is left is looked at, too
        parts["inside"] = INSIDE.format(named=named[0], **limits), named[1]
        parts |= _sizes(walks.by_name(left).order_by().values("id"), most)
    if shape.leaves_little:
        parts["others"] = f"SELECT id FROM ({named[0]}) AS named WHERE hit", named[1]
        if connection.vendor == "postgresql":
            parts["likely"] = "SELECT id FROM few", ()  # it has indexes for both
    return _joined(parts, limits)


def _counting(
    shape: Listing, left: ProductQuerySet, named: Written, limits: dict[str, int]
) -> dict[str, Written]:
    """Count the matches along the names, and along those of their only category."""

    def dense(walked: Written, others: Written) -> Written:
        sql = DENSE.format(walked=walked[0], others=others[0], **limits)
        return sql, (*walked[1], *walked[1], *others[1])

    more = _more_than(limits["most"], sql_of(left.order_by().values("id")))
    parts = {"among_names": dense(named, more), "in_category": NOTHING}
    if not shape.category:
        alike = walks.with_hits(walks.by_name(walks.of_one_category(left)))
        parts["in_category"] = dense(alike, (NOT_YET.format(**limits), ()))
    return parts


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
