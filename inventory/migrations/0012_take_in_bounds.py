"""Bounds in the orders of categories and prices, too (inventory/spans.py).

Triggers keep them, whoever writes, and only ever widen them; migration 0018 has them
keep more pieces of a text than those of three characters. On SQLite they go with
``inventory_product`` whenever a migration makes that table anew, as altering a field
does: such a migration ends with the ``add_triggers`` of 0009 for the texts of 0023, and
with that of 0018; and see 0020.
"""

from importlib import import_module
from itertools import count

from django.db import migrations
from django.db.models.expressions import RawSQL

before = import_module("inventory.migrations.0010_search_spans")
room = import_module("inventory.migrations.0011_more_bounds")

BOUNDED = "name", "category", "price"
LOWEST = "lowest", "lowest_category", "lowest_price"
HIGHEST = "highest", "highest_category", "highest_price"
COLUMNS = *before.COLUMNS, "price"
TEXT = before.TEXT

SIZES = (3,)  # of five and more, only what has a space in its third place
IS_PIECE = "(size = 3 OR substr(text, n + 2, 1) = ' ')"

SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS inventory_span_{{event}} AFTER {{when}} BEGIN
    INSERT INTO inventory_span (owner_id, trigram, {", ".join(LOWEST + HIGHEST)})
    SELECT new.owner_id, substr(text, n, size),
        {", ".join(f"new.{each}" for each in BOUNDED * 2)}
    FROM (SELECT lower{TEXT.format(row="new.")} AS text), ({{sizes}}) AS sizes
    JOIN inventory_number ON n <= length(text) + 1 - size WHERE {IS_PIECE}
    ON CONFLICT (owner_id, trigram) DO UPDATE SET
        {", ".join(f"{each} = min({each}, excluded.{each})" for each in LOWEST)},
        {", ".join(f"{each} = max({each}, excluded.{each})" for each in HIGHEST)}
    WHERE {" OR ".join(f"excluded.{each} < {each}" for each in LOWEST)}
    OR {" OR ".join(f"excluded.{each} > {each}" for each in HIGHEST)};
END
"""
IS_NEW = " OR ".join(f"old.{each} IS NOT new.{each}" for each in COLUMNS)
SQLITE_EVENTS = {
    "insert": "INSERT ON inventory_product",
    "update": f"UPDATE OF {', '.join(COLUMNS)} ON inventory_product WHEN {IS_NEW}",
}


def _widened(least, columns):
    """Write how each bound becomes the wider one of two."""
    return ", ".join(
        f"{each} = {least}(inventory_span.{each}, excluded.{each})" for each in columns
    )


# In one order, so that two statements that widen the same bounds do not wait for each
# other both. The triggers that call this are those of migration 0010.
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION inventory_span_{{event}}() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_span (owner_id, trigram, {", ".join(LOWEST + HIGHEST)})
    SELECT * FROM (
        SELECT owner_id, substr(text, n, size) AS trigram,
            {", ".join(f"MIN({each}) AS lowest_{each}" for each in BOUNDED)},
            {", ".join(f"MAX({each}) AS highest_{each}" for each in BOUNDED)}
        FROM (
            SELECT owner_id, {", ".join(BOUNDED)}, UPPER{TEXT.format(row="")} AS text
            FROM ({{rows}}) AS written
        ) AS texts, ({{sizes}}) AS sizes,
            generate_series(1, length(text) + 1 - size) AS n
        WHERE {IS_PIECE} GROUP BY owner_id, substr(text, n, size)
    ) AS found
    WHERE NOT EXISTS (
        SELECT 1 FROM inventory_span AS span
        WHERE span.owner_id = found.owner_id AND span.trigram = found.trigram
        AND span.lowest <= found.lowest_name AND span.highest >= found.highest_name
        AND span.lowest_category <= found.lowest_category
        AND span.highest_category >= found.highest_category
        AND span.lowest_price <= found.lowest_price
        AND span.highest_price >= found.highest_price
    )
    ORDER BY owner_id, trigram
    ON CONFLICT (owner_id, trigram) DO UPDATE SET
        {_widened("LEAST", LOWEST)},
        {_widened("GREATEST", HIGHEST)};
    RETURN NULL;
END $$
"""
IS = f"SELECT {', '.join(COLUMNS)} FROM changed"
POSTGRESQL_EVENTS = {
    "insert": IS,
    "update": f"{IS} EXCEPT SELECT {', '.join(COLUMNS)} FROM was",
}


def add_bounds(apps, schema_editor):
    """Have all bounds kept, and take in the products that are there."""
    lock(schema_editor.connection)
    add_triggers(schema_editor)
    take_in(apps, schema_editor.connection)


def lock(connection):
    """Let nobody write who would not be taken in; SQLite lets nobody anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK inventory_product IN SHARE ROW EXCLUSIVE MODE")


def add_triggers(schema_editor, sizes=SIZES):
    """Have each write to the products kept in the bounds of such pieces."""
    written = " UNION ALL ".join(f"SELECT {size} AS size" for size in sizes)
    if schema_editor.connection.vendor == "sqlite":
        for event, when in SQLITE_EVENTS.items():
            trigger = SQLITE.format(event=event, when=when, sizes=written)
            schema_editor.execute(trigger)
    else:
        for event, rows in POSTGRESQL_EVENTS.items():
            function = POSTGRESQL.format(event=event, rows=rows, sizes=written)
            schema_editor.execute(function, params=None)


def take_in(apps, connection, progress=lambda done, total: None, sizes=SIZES):
    """Write all bounds anew, within the transaction that has the lock.

    The products are read in each order: faster than to have SQL group trigrams.
    """
    folded = "lower" if connection.vendor == "sqlite" else "UPPER"
    product = apps.get_model("inventory", "Product")
    span = apps.get_model("inventory", "Span")
    span.objects.all().delete()
    rows = product.objects.annotate(text=RawSQL(folded + TEXT.format(row=""), ()))
    done, total = count(), rows.count() * len(BOUNDED)
    owners = product.objects.order_by("owner_id").values_list("owner_id", flat=True)
    for owner_id in owners.distinct():
        bounds = {}
        for column in BOUNDED:
            ordered = rows.filter(owner_id=owner_id).order_by(column)
            for value, text in ordered.values_list(column, "text").iterator():
                for piece in _pieces(text, sizes):
                    known = bounds.setdefault(piece, {})
                    known.setdefault(f"lowest_{column}", value)
                    known[f"highest_{column}"] = value
                if (read := next(done)) % 1000 == 0:
                    progress(read, total)
        span.objects.bulk_create(
            span(owner_id=owner_id, trigram=piece, **known)
            for piece, known in bounds.items()
        )
    progress(total, total)


def _pieces(text, sizes):
    return {
        text[i : i + size]
        for size in sizes
        for i in range(len(text) + 1 - size)
        if size == 3 or text[i + 2] == " "
    }


def bound_names_alone(apps, schema_editor):
    """Keep the bounds of the names only: on SQLite, from migration 0011 on."""
    room.drop_triggers(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        before.drop_spans(apps, schema_editor)
        before.add_triggers(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0011_more_bounds")]

    operations = [migrations.RunPython(add_bounds, bound_names_alone)]
