"""Room for the bounds of categories and prices, which migration 0012 takes in.

The names' columns stay what they are: workers of the version before still read them.
"""

from importlib import import_module

from django.db import migrations, models

before = import_module("inventory.migrations.0010_search_spans")


def drop_triggers(apps, schema_editor):
    """Let SQLite make the table anew, to which the triggers refer."""
    if schema_editor.connection.vendor == "sqlite":
        for event in before.SQLITE_EVENTS:
            schema_editor.execute(f"DROP TRIGGER inventory_span_{event}")


def add_triggers(apps, schema_editor):
    """Keep the bounds of the names again."""
    if schema_editor.connection.vendor == "sqlite":
        before.add_triggers(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0010_search_spans")]

    operations = [
        migrations.RunPython(drop_triggers, add_triggers),
        migrations.AlterField("span", "lowest", models.TextField(db_column="lowest")),
        migrations.RenameField("span", "lowest", "lowest_name"),
        migrations.AlterField("span", "highest", models.TextField(db_column="highest")),
        migrations.RenameField("span", "highest", "highest_name"),
        *(
            migrations.AddField("span", name, models.TextField(db_default=""))
            for name in ("lowest_category", "highest_category")
        ),
        *(
            migrations.AddField(
                "span",
                name,
                models.DecimalField(db_default=0, decimal_places=2, max_digits=10),
            )
            for name in ("lowest_price", "highest_price")
        ),
    ]
