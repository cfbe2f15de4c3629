"""Less to read for a search (inventory/trigrams.py).

A walk in the order of names finds all that is searched in one index. On SQLite the
trigrams of one owner's products lie together: a row's number begins with the owner's
key, which used to be in a column. Migration 0012 says which triggers there are by now.
"""

from importlib import import_module

from django.db import migrations, models

before = import_module("inventory.migrations.0006_product_search")

TABLE = """
CREATE VIRTUAL TABLE inventory_search USING fts5(
    name, sku, category,
    content='', columnsize=0, tokenize='trigram case_sensitive 1'
)
"""
# 2**23 and 2**40; 0023 has others
KEY = "{row}owner_id % 8388608 * 1099511627776 + {row}id"
TEXTS = KEY + ", lower({row}name), lower({row}sku), lower({row}category)"
COLUMNS = "rowid, name, sku, category"
MERGE = "INSERT INTO inventory_search (inventory_search) VALUES ('optimize')"


def filled(texts):
    """Write what takes in the products that are there."""
    return (
        f"INSERT INTO inventory_search ({COLUMNS}) SELECT {texts.format(row='')}"
        " FROM inventory_product WHERE deleted_at IS NULL ORDER BY 1"
    )


def triggers(texts):
    """Write what follows each way of writing to a product."""
    add = (
        f"INSERT INTO inventory_search ({COLUMNS}) SELECT {texts.format(row='new.')}"
        " WHERE new.deleted_at IS NULL;"
    )
    take = (
        f"INSERT INTO inventory_search (inventory_search, {COLUMNS})"
        f" SELECT 'delete', {texts.format(row='old.')} WHERE old.deleted_at IS NULL;"
    )
    written, differs = "ON inventory_product", before.DIFFERS
    columns = "owner_id, name, sku, category, deleted_at"
    return {
        "inventory_search_insert": f"AFTER INSERT {written} BEGIN {add} END",
        "inventory_search_delete": f"AFTER DELETE {written} BEGIN {take} END",
        "inventory_search_update": f"AFTER UPDATE OF {columns} {written}"
        f" WHEN {differs} BEGIN {take} {add} END",
    }


def make_anew(apps, schema_editor):
    """Build the trigrams of the products that are there."""
    make(schema_editor, TABLE, TEXTS)


def make(schema_editor, table, texts):
    """Build a table of these texts in place of the one that is there."""
    if schema_editor.connection.vendor == "sqlite":
        before.drop_search(None, schema_editor)
        schema_editor.execute(table)
        schema_editor.execute(filled(texts))
        schema_editor.execute(MERGE)
        add_triggers(schema_editor, texts)


def add_triggers(schema_editor, texts=TEXTS):
    """Have each write to the products kept in the table of these texts."""
    for name, rest in triggers(texts).items():
        schema_editor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {rest}")


def make_as_before(apps, schema_editor):
    """Have the owner in a column again."""
    if schema_editor.connection.vendor == "sqlite":
        before.drop_search(apps, schema_editor)
        before.add_search(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0008_sessions_with_users"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="product",
            name="inventory_by_name",
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                models.F("owner"),
                models.F("name"),
                models.F("id"),
                models.F("deleted_at"),
                models.F("sku"),
                models.F("category"),
                condition=models.Q(("deleted_at", None)),
                name="inventory_by_name",
            ),
        ),
        migrations.RunPython(make_anew, make_as_before),
    ]
