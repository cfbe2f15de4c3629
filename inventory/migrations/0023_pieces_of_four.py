"""Pieces of four characters for SQLite's search (inventory/trigrams.py).

There are far fewer products with "7919" than with "791": so much less is read of them.
Who looks for three characters asks for the pieces that begin with them, which have an
index of their own. In a row's number there is room for a thousand million owners, and
for eight times as many products, before those of two are taken for one another's. On
SQLite a later migration that makes ``inventory_product`` anew ends with the
``add_triggers`` of 0009 for these ``TEXTS``.
"""

from importlib import import_module
from string import punctuation

from django.db import migrations

before = import_module("inventory.migrations.0009_faster_search")

# All that a text may have is part of its pieces; what it may not have stands between
# them. The letters A to Z are taken for small ones, and no others, as by LIKE.
BETWEEN = 31
OTHERS = (punctuation + " \t\n").replace("'", "''").replace('"', '""')
TABLE = f"""
CREATE VIRTUAL TABLE inventory_search USING fts5(
    name, sku, category,
    content='', columnsize=0, prefix='3', tokenize="ascii tokenchars '{OTHERS}'"
)
"""
# 1000 numbers are enough (0010). The last piece has three characters.
PIECES = f"""(
    SELECT group_concat(substr({{text}}, n, 4), char({BETWEEN}))
    FROM inventory_number WHERE n <= length({{text}}) - 2
)"""
# 2**30 and 2**33, as in trigrams.py
KEY = "{row}owner_id % 1073741824 * 8589934592 + {row}id"
TEXTS = KEY + "".join(
    ", " + PIECES.format(text=f"{{row}}{each}") for each in ("name", "sku", "category")
)


def make_anew(apps, schema_editor):
    """Build the pieces of the products that are there."""
    before.make(schema_editor, TABLE, TEXTS)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0022_drop_category_stock")]

    operations = [migrations.RunPython(make_anew, before.make_anew)]
