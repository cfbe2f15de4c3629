"""Walks along an order, on which products come by, whether they match or not."""

from collections.abc import Sequence

from django.db.models import F
from django.db.models.expressions import RawSQL

from inventory.models import SEARCHED, ProductQuerySet
from inventory.orders import compared, ordering
from inventory.prepared import Written, sql_of
from inventory.search import holds
from inventory.trigrams import ESCAPED


def with_hits(walked: ProductQuerySet) -> Written:
    """Write what gives their keys, and whether each is a ``hit``."""
    return sql_of(walked.annotate(hit=holds(ESCAPED, SEARCHED)).values("id", "hit"))


def by_name(left: ProductQuerySet) -> ProductQuerySet:
    """Walk through the names, in an index that has all that is searched."""
    walked = left.order_by(*ordering("name"))
    return within_bounds(walked, ["name"], down=False, begun=False)


def of_one_category(left: ProductQuerySet) -> ProductQuerySet:
    """Give those of the only category in which there are matches, if it is one."""
    only = "SELECT from_category FROM bounds WHERE from_category = to_category"
    return left.filter(category=RawSQL(only, ()))


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


def _bound(end: str, column: str) -> RawSQL:
    return RawSQL(f"SELECT {end}_{column} FROM bounds", ())
