"""Bounds of five characters around a space, too (inventory/spans.py).

Two words that are frequent by themselves are not, side by side: without these, a search
for "oak table" walks through all other things of oak.
"""

from functools import partial
from importlib import import_module

from django.db import migrations
from django.db.models.functions import Length

room = import_module("inventory.migrations.0011_more_bounds")
before = import_module("inventory.migrations.0012_take_in_bounds")

SIZES = 3, 5

lock = before.lock
add_triggers = partial(before.add_triggers, sizes=SIZES)
take_in = partial(before.take_in, sizes=SIZES)


def add_bounds(apps, schema_editor):
    """Have all bounds kept, and take in the products that are there."""
    lock(schema_editor.connection)
    add_triggers(schema_editor)
    take_in(apps, schema_editor.connection)


def drop_longer(apps, schema_editor):
    """Forget those for which there is no room any more."""
    lock(schema_editor.connection)
    room.drop_triggers(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        before.add_triggers(schema_editor)
    span = apps.get_model("inventory", "Span")
    span.objects.alias(size=Length("trigram")).filter(size__gt=3).delete()


class Migration(migrations.Migration):
    dependencies = [("inventory", "0017_longer_pieces")]

    operations = [migrations.RunPython(add_bounds, drop_longer)]
