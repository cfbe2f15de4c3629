"""Finds products by the pieces of three or four characters that each holds.

SQLite has those of four in a table of its own, which triggers keep, and an index of
what they begin with (migration 0023). PostgreSQL has them in an index (0024), and those
of three in another one, that of ``pg_trgm``, in which it looks short texts up. Neither
knows the order of the list: ways.py does the rest.
"""

from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func
from django.db.models.expressions import RawSQL

from inventory.models import SEARCHED, Product, ProductQuerySet
from inventory.orders import FENCE, MOST_IDS
from inventory.prepared import Slot, Written, sql_of
from inventory.search import holds

SHORTEST = 3
SIZE = 4  # characters of a piece
SHORT = {"sqlite": 5, "postgresql": 3}  # up to here, a text is found as a whole
OWNER, TEXT, ESCAPED = Slot("owner", planned=True), Slot("text"), Slot("escaped")
MATCH, FIRST, LAST = Slot("match"), Slot("first"), Slot("last")

# The table's keys, as triggers write them: the owner's before the product's, of each as
# many as these. Owners whose keys are alike in that would have each other's matches
# counted; they would see no row of the other.
IDS, OWNERS = MOST_IDS, 2**30
IN_TABLE = f"""
SELECT rowid %% {IDS} AS id FROM inventory_search
WHERE inventory_search MATCH {{match}} AND rowid BETWEEN %s AND %s
"""
# Most pieces of a long text are in very many products. These few are in the fewest:
# so far it is to the 101st. Of those alike, the last: what is numbered begins alike.
PIECES, AMONG = 3, 20
RAREST = f"""(
    SELECT group_concat(piece, ' AND ') FROM (
        SELECT piece FROM (
            SELECT '"' || replace(substr(%s, n, {SIZE}), '"', '""') || '"' AS piece, n
            FROM inventory_number WHERE n <= min(length(%s) + 1 - {SIZE}, {AMONG})
        ) ORDER BY (
            SELECT rowid - %s FROM inventory_search
            WHERE inventory_search MATCH piece AND rowid BETWEEN %s AND %s
            LIMIT 1 OFFSET 100
        ) DESC NULLS FIRST, n DESC LIMIT {PIECES}
    )
)"""

# The same for PostgreSQL, which does not tell how many there are unless it reads all:
# in a sample of some pages of the table, of about 200 products, in which counts of up
# to two are alike.
SAMPLED, PAGE = 4, 8192  # pages, bytes
RAREST_IN_SAMPLE = f"""
SELECT CASE WHEN length(%s) = {SIZE} THEN inventory_pieces(UPPER(%s)) ELSE ARRAY(
    WITH sample AS MATERIALIZED (
        SELECT searched FROM inventory_product TABLESAMPLE SYSTEM (
            100.0 * {SAMPLED}
            / GREATEST(pg_relation_size('inventory_product') / {PAGE}, {SAMPLED})
        ) REPEATABLE (1)
    )
    SELECT piece FROM unnest((inventory_pieces(UPPER(%s)))[:{AMONG}])
        WITH ORDINALITY AS pieces (piece, n)
    ORDER BY (SELECT COUNT(*) FROM sample WHERE strpos(searched, piece) > 0) / 3, n DESC
    LIMIT {PIECES}
) END
"""
RARE_FIRST = """
SELECT id FROM ({likely} OFFSET 0) AS inventory_product WHERE {holding}
"""

# So many are looked at one by one; behind these, the text is found as a whole.
ONE_BY_ONE = 2000
FIRST_ONES_AND_REST = """
SELECT id FROM (
    WITH likely AS MATERIALIZED ({likely} ORDER BY rowid LIMIT {some}),
        looked_at AS MATERIALIZED (SELECT COUNT(*) AS n, MAX(id) AS last FROM likely)
    SELECT id FROM likely WHERE EXISTS ({holding})
    UNION ALL
    SELECT id FROM ({rest} LIMIT
        CASE WHEN (SELECT n FROM looked_at) = {some} THEN -1 ELSE 0 END)
)
"""


def keys_of_matches(mine: ProductQuerySet, *, long: bool) -> Written:
    """Write what gives the keys of all matches."""
    if connection.vendor != "sqlite":
        return _rare_first(mine) if long else _whole(mine)
    exactly, slots = IN_TABLE.format(match="%s"), (MATCH, FIRST, LAST)
    if not long:
        return exactly, slots
    likely, chosen = likely_keys(mine, long=True)
    it = Product.objects.filter(holds(ESCAPED, SEARCHED), pk=RawSQL("likely.id", ()))
    holding, texts = sql_of(it.order_by().values("id"))
    rest = f"{exactly} AND rowid > %s + (SELECT last FROM looked_at)"
    parts = {"likely": likely, "holding": holding, "rest": rest}
    written = FIRST_ONES_AND_REST.format(**parts, some=ONE_BY_ONE)
    return written, (*chosen, *texts, *slots, FIRST)


def likely_keys(mine: ProductQuerySet, *, long: bool) -> Written:
    """Write what gives those keys sooner, and perhaps some more."""
    if not long or connection.vendor != "sqlite":
        return keys_of_matches(mine, long=False)
    among = FIRST, LAST
    return IN_TABLE.format(match=RAREST), (TEXT, TEXT, FIRST, *among, *among)


def _whole(mine: ProductQuerySet) -> Written:
    return sql_of(mine.filter(holds(ESCAPED, SEARCHED)).order_by().values("id"))


def _rare_first(mine: ProductQuerySet) -> Written:
    """Look up some pieces in PostgreSQL's index, and the text in what these give."""
    found = mine.filter(_has(RawSQL(RAREST_IN_SAMPLE, (TEXT,) * 3)))
    likely, slots = sql_of(found.order_by().values("id", SEARCHED))
    whole, texts = sql_of(Product.objects.filter(holds(ESCAPED, SEARCHED)).order_by())
    holding = whole.partition(" WHERE ")[2]
    return RARE_FIRST.format(likely=likely, holding=holding), (*slots, *texts)


def _has(pieces: RawSQL) -> Func:
    """Tell what has all these pieces."""
    its = Func(F(SEARCHED), function="inventory_pieces")
    options: dict[str, Any] = {"arg_joiner": " @> ", "output_field": BooleanField()}
    return Func(its, pieces, template="%(expressions)s", **options)


def keyed(keys: str) -> ProductQuerySet:
    """Give products by their keys: it leaves the database no other index."""
    whose = Func(F("owner_id"), template=FENCE)
    products = Product.objects.alias(whose=whose)
    return products.filter(whose=OWNER, pk__in=RawSQL(keys, ()))


def can_look_up(text: str) -> bool:
    """Tell whether a text that is searched for can be looked up."""
    return len(text) >= SHORTEST


def is_long(text: str) -> bool:
    """Tell whether a text is looked up by its rarest pieces."""
    return len(text) > SHORT[connection.vendor]


def values_of(owner_id: int, text: str) -> dict[str, Any]:
    """Give the values with which a text is looked up among one owner's products.

    SQLite finds a text of three characters as what a piece begins with, a longer one as
    pieces in a row.
    """
    pieces = [text[n : n + SIZE] for n in range(max(1, len(text) + 1 - SIZE))]
    match = " + ".join('"{}"'.format(piece.replace('"', '""')) for piece in pieces)
    if len(text) < SIZE:
        match += " *"
    first = owner_id % OWNERS * IDS
    return {"match": match, "first": first, "last": first + IDS - 1}


def tidy() -> None:
    """Make searching fast after very many writes, as the databases do some time later.

    SQLite's table is left in many parts, which are merged: others may write between two
    steps. PostgreSQL has to count what there is now, or looks it all up. Raises
    ``OperationalError`` when somebody else writes for too long.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE inventory_product, inventory_span")
            return
        cursor.execute(SET, ["usermerge", ALIKE])
        while True:
            before = cursor.connection.total_changes
            cursor.execute(SET, ["merge", STEP])
            if cursor.connection.total_changes - before < 2:  # FTS5's own count
                return


# Only parts of one level. Merging all, SQLite 3.40 adds levels, and bears only 2,000.
ALIKE, STEP = 2, 200  # parts; pages, which take some hundredths of a second
SET = "INSERT INTO inventory_search (inventory_search, rank) VALUES (%s, %s)"
