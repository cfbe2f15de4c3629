"""All that is searched, in one column: compared once for each product, not three times.

PostgreSQL writes the table anew and lets nobody read it meanwhile; SQLite makes another
one, without the triggers, which are added again.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Upper

from inventory.fields import FoldedField
from inventory.orders import StatusIndex

first = import_module("inventory.migrations.0006_product_search")
trigrams = import_module("inventory.migrations.0009_faster_search")
bounds = import_module("inventory.migrations.0018_bounds_around_spaces")

LISTED = Q(deleted_at=None)
INACTIVE = LISTED & Q(is_active=False)
LOW = LISTED & Q(is_active=True, stock_on_hand__lte=F("reorder_level"))
NAME = "name", "id", "deleted_at", "searched"
LEVELS = "stock_on_hand", "reorder_level"
INDEXES = [
    models.Index(*("owner", *each), condition=LISTED, name=f"inventory_{name}")
    for name, each in {
        "by_name": (*NAME, "is_active"),
        "by_category": ("category", *NAME, "is_active"),
        "by_status": ("is_active", *NAME),
        "category_status": ("category", "is_active", *NAME),
    }.items()
] + [
    StatusIndex(
        *("owner", "is_active", *each), condition=where, name=f"inventory_{name}"
    )
    for name, each, where in (
        ("inactive_name", (*NAME, "category"), INACTIVE),
        ("inactive_category", ("category", *NAME), INACTIVE),
        ("low_name", (*NAME, "category", *LEVELS), LOW),
        ("low_category", ("category", *NAME, *LEVELS), LOW),
    )
]
SEARCH = """
CREATE INDEX inventory_search ON inventory_product USING gin (searched gin_trgm_ops)
WITH (fastupdate = off) WHERE deleted_at IS NULL
"""


# SQLite's new table would give the keys of what was deleted last once more
KEEP = """
INSERT INTO sqlite_sequence (name, seq)
SELECT 'kept', seq FROM sqlite_sequence WHERE name = 'inventory_product'
"""
RESTORE = """
UPDATE sqlite_sequence SET seq = kept.seq FROM sqlite_sequence AS kept
WHERE sqlite_sequence.name = 'inventory_product' AND kept.name = 'kept'
"""
FORGET = "DELETE FROM sqlite_sequence WHERE name = 'kept'"


def begin(apps, schema_editor):
    """Make room for another index, in any time; keep what SQLite would not."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL statement_timeout = 0")
        schema_editor.execute("DROP INDEX inventory_search")
    else:
        schema_editor.execute(KEEP)


def add_search(apps, schema_editor):
    """Search the column."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SEARCH)
    else:
        follow(schema_editor)


def search_as_before(apps, schema_editor):
    """Search the three columns again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(first.INDEX)
    else:
        follow(schema_editor)


def follow(schema_editor):
    """Have each write to SQLite's new table of products followed again."""
    trigrams.add_triggers(schema_editor)
    bounds.add_triggers(schema_editor)
    schema_editor.execute(RESTORE)
    schema_editor.execute(FORGET)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0018_bounds_around_spaces")]

    operations = [
        migrations.RunPython(begin, search_as_before),
        *(migrations.RemoveIndex("product", each.name) for each in INDEXES),
        migrations.AddField(
            "product",
            "searched",
            models.GeneratedField(
                expression=Upper(
                    Concat(
                        *("name", Value("\x1f"), "sku", Value("\x1f"), "category"),
                        output_field=models.TextField(),
                    )
                ),
                output_field=FoldedField(),
                db_persist=True,
                serialize=False,
            ),
        ),
        *(migrations.AddIndex("product", each) for each in INDEXES),
        migrations.RunPython(add_search, begin),
    ]
