"""Trigrams for the search (inventory/trigrams.py), in each database's own way.

SQLite has a table of them that holds no other copy of the texts, in small letters as
``LIKE`` compares them. Triggers keep it, whoever writes; products in the trash are
not in it. Migration 0012 says which triggers there are by now.
"""

from django.db import migrations

TABLE = """
CREATE VIRTUAL TABLE inventory_search USING fts5(
    owner, name, sku, category,
    content='', columnsize=0, tokenize='trigram case_sensitive 1'
)
"""
OWNER = (
    "char(44032 + {row}owner_id / 124813584 % 11172,"
    " 44032 + {row}owner_id / 11172 % 11172, 44032 + {row}owner_id % 11172)"
)
TEXTS = (
    "{row}id, " + OWNER + ", lower({row}name), lower({row}sku), lower({row}category)"
)
COLUMNS = "rowid, owner, name, sku, category"
FILL = (
    f"INSERT INTO inventory_search ({COLUMNS}) SELECT {TEXTS.format(row='')}"
    " FROM inventory_product WHERE deleted_at IS NULL"
)
ADD = (
    f"INSERT INTO inventory_search ({COLUMNS}) SELECT {TEXTS.format(row='new.')}"
    " WHERE new.deleted_at IS NULL;"
)
TAKE = (
    f"INSERT INTO inventory_search (inventory_search, {COLUMNS})"
    f" SELECT 'delete', {TEXTS.format(row='old.')} WHERE old.deleted_at IS NULL;"
)
DIFFERS = " OR ".join(
    f"old.{name} IS NOT new.{name}"
    for name in ("owner_id", "name", "sku", "category", "deleted_at")
)
TRIGGERS = {
    "inventory_search_insert": f"AFTER INSERT ON inventory_product BEGIN {ADD} END",
    "inventory_search_delete": f"AFTER DELETE ON inventory_product BEGIN {TAKE} END",
    "inventory_search_update": "AFTER UPDATE OF owner_id, name, sku, category,"
    f" deleted_at ON inventory_product WHEN {DIFFERS} BEGIN {TAKE} {ADD} END",
}
INDEX = """
CREATE INDEX inventory_search ON inventory_product USING gin (
    UPPER(name) gin_trgm_ops, UPPER(sku) gin_trgm_ops, UPPER(category) gin_trgm_ops
) WITH (fastupdate = off) WHERE deleted_at IS NULL
"""


def add_search(apps, schema_editor):
    """Build what the database searches with, of the products that are there."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(TABLE)
        schema_editor.execute(FILL)
        add_triggers(schema_editor)
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(INDEX)


def add_triggers(schema_editor):
    """Have each write to the products kept in the table of trigrams."""
    for name, rest in TRIGGERS.items():
        schema_editor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {rest}")


def drop_search(apps, schema_editor):
    """Go back to searching without it; the extension may serve others."""
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute("DROP TABLE inventory_search")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX inventory_search")


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0005_order_indexes"),
    ]

    operations = [
        migrations.RunPython(add_search, drop_search),
    ]
