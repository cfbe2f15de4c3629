"""Finds products by trigrams, the texts of three characters that each holds.

SQLite has them in a table of its own, which triggers keep (migration 0006), and
PostgreSQL in an index. Neither knows the order of the list: few matches are fetched
and sorted. Of many, enough are likely to come along when the order is walked through,
near its beginning or, of very many, far from it; if they do not, all are fetched. All
ways find the same, and stand in one statement, of which the database goes one after the
other until one has found enough: a limit of 0 ends the rest.
"""

from typing import Any

from django.db import connection
from django.db.models import F, Func, Value
from django.db.models.expressions import RawSQL

from inventory.models import Product, ProductQuerySet
from inventory.orders import FENCE
from inventory.search import contains, is_storable

SHORTEST = 3
# A step of a walk costs about as much as fetching a match.
NEAR, FAR = 2000, 100_000  # steps
VERY_MANY = 20_000  # matches, for which it is worth while to walk far
ONE_WAY = """
WITH few AS MATERIALIZED ({keys} LIMIT {most} + 1),
    near AS MATERIALIZED (
        SELECT * FROM ({walked} LIMIT {NEAR}) AS walked WHERE hit
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
        SELECT * FROM ({walked} LIMIT {FAR}) AS walked WHERE hit
        LIMIT CASE WHEN (SELECT COUNT(*) FROM many) = {VERY_MANY} THEN {rows} ELSE 0 END
    )
SELECT * FROM ({few} LIMIT
    CASE WHEN (SELECT COUNT(*) FROM few) <= {most} THEN {rows} ELSE 0 END) AS few_rows
UNION ALL
SELECT * FROM near WHERE (SELECT COUNT(*) FROM near) = {rows}
UNION ALL
SELECT * FROM far WHERE (SELECT COUNT(*) FROM far) = {rows}
UNION ALL
SELECT * FROM ({all} LIMIT
    CASE WHEN (SELECT searching FROM still)
    AND (SELECT COUNT(*) FROM far) < {rows} THEN {rows} ELSE 0 END) AS all_rows
"""
MATCH = "SELECT rowid AS id FROM inventory_search WHERE inventory_search MATCH %s"


class Trigrams:
    """One text, searched for among one owner's products."""

    def __init__(self, owner_id: int, mine: ProductQuerySet, text: str) -> None:
        self._mine, self._text = mine, text
        self._whose = Func(F("owner_id"), template=FENCE)
        self._owner_id = owner_id

    def few(self) -> ProductQuerySet:
        """Give the matches if they are few, to be looked up by their keys."""
        return self._by_key(RawSQL("SELECT id FROM few", ()))

    def all(self) -> ProductQuerySet:
        """Give all matches."""
        if connection.vendor == "sqlite":
            return self._by_key(RawSQL(MATCH, (match(self._owner_id, self._text),)))
        return self._mine.search(self._text)

    def one_way(
        self, few: Any, walked: Any, every: Any, *, most: int, rows: int
    ) -> Any:
        """Read ``few`` of at most so many matches, else ``walked``, else ``every``.

        All three are ordered, and so is what they give. ``walked`` are the owner's
        products, whether they match or not.
        """
        hit = contains(self._text, "name", "sku", "category")
        parts = {
            "keys": self._keys(),
            "walked": _sql(walked.annotate(hit=hit)),
            "few": _sql(few.annotate(hit=Value(True))),
            "all": _sql(every.annotate(hit=Value(True))),
        }
        statement = ONE_WAY.format(
            **{name: sql for name, (sql, _) in parts.items()},
            NEAR=NEAR,
            FAR=FAR,
            VERY_MANY=VERY_MANY,
            most=most,
            rows=rows,
        )
        as_they_stand = ("keys", "walked", "keys", "walked", "few", "all")
        values = [value for name in as_they_stand for value in parts[name][1]]
        return Product.objects.raw(statement, values)

    def _keys(self) -> tuple[str, tuple]:
        if connection.vendor == "sqlite":
            return MATCH, (match(self._owner_id, self._text),)
        return _sql(self._mine.search(self._text).order_by().values("id"))

    def _by_key(self, found: RawSQL) -> ProductQuerySet:
        """Leave the database no index but that of the keys."""
        products = Product.objects.alias(whose=self._whose)
        return products.filter(whose=self._owner_id, pk__in=found)


def has_trigrams(text: str) -> bool:
    """Tell whether a text that is searched for can be looked up."""
    return len(text.strip()) >= SHORTEST and is_storable(text.strip())


def _sql(query: Any) -> tuple[str, tuple]:
    return query.query.sql_with_params()


def match(owner_id: int, text: str) -> str:
    """Ask SQLite's table for a text among one owner's products.

    ``LIKE`` takes ``A`` for ``a``, and no other letter for its small one: so does
    this.
    """
    small = text.strip().translate(SMALL).replace('"', '""')
    return f'owner : "{owner_trigram(owner_id)}" AND {{name sku category}} : "{small}"'


SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
FIRST, MANY = 0xAC00, 11_172  # Korean syllables: letters that know no case


def owner_trigram(owner_id: int) -> str:
    """Write an owner's key as one trigram, as the triggers do.

    It is looked up together with those of the text: another's products cost nothing.
    """
    digits = (owner_id // MANY**2 % MANY, owner_id // MANY % MANY, owner_id % MANY)
    return "".join(chr(FIRST + digit) for digit in digits)
