"""Room for the bounds of longer pieces, which migration 0018 takes in."""

from importlib import import_module

from django.db import migrations, models

room = import_module("inventory.migrations.0011_more_bounds")
bounds = import_module("inventory.migrations.0012_take_in_bounds")


def add_triggers(apps, schema_editor):
    """Keep the bounds of three characters again; PostgreSQL never ceased to.

    Who has written meanwhile, without any triggers, is taken in.
    """
    if schema_editor.connection.vendor == "sqlite":
        bounds.add_triggers(schema_editor)
        bounds.take_in(apps, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0016_searched_status")]

    operations = [
        migrations.RunPython(room.drop_triggers, add_triggers),
        migrations.AlterField("span", "trigram", models.CharField(max_length=5)),
    ]
