"""Walks along an order, on which products come by, whether they match or not."""

from collections.abc import Callable, Sequence

from django.db.models import F
from django.db.models.expressions import RawSQL

from inventory.models import SEARCHED, ProductQuerySet
from inventory.orders import compared, ordering
from inventory.prepared import Written, sql_of
from inventory.search import holds
from inventory.trigrams import ESCAPED

type Bound = Callable[[str], RawSQL]


def with_hits(walked: ProductQuerySet) -> Written:
    """Write what gives their keys, and whether each is a ``hit``."""
    return sql_of(walked.annotate(hit=holds(ESCAPED, SEARCHED)).values("id", "hit"))


def carried(name: str) -> RawSQL:
    """Take a bound from the row that a part of the statement carries on."""
    return RawSQL(name, ())


def looked_up(name: str) -> RawSQL:
    """Take a bound from where it stands first, for a part without such a row."""
    return RawSQL(f"SELECT {name} FROM bounds", ())


def by_name(left: ProductQuerySet, bound: Bound = carried) -> ProductQuerySet:
    """Walk through the names, in an index that has all that is searched."""
    walked = left.order_by(*ordering("name"))
    return within_bounds(walked, ["name"], down=False, begun=False, bound=bound)


def of_one_category(left: ProductQuerySet) -> ProductQuerySet:
    """Give those of the only category in which there are matches, if it is one."""
    only = "CASE WHEN from_category = to_category THEN from_category END"
    return left.filter(category=carried(only))


def within_bounds(
    walked: ProductQuerySet,
    columns: Sequence[str],
    *,
    down: bool,
    begun: bool,
    bound: Bound = carried,
) -> ProductQuerySet:
    """Walk no further than where these may stand; ``begun`` is it at some product."""
    keys, signs = [F(each) for each in columns], {"from": ">=", "to": "<="}
    if begun:
        del signs["to" if down else "from"]
    for end, sign in signs.items():
        bounds = [bound(f"{end}_{each}") for each in columns]
        walked = walked.filter(compared(keys, sign, bounds))
    return walked
