"""Between which names each trigram stands (inventory/spans.py), kept by triggers.

A bound is only ever widened. Migration 0012 says which triggers there are by now.
"""

from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.db import migrations, models
from django.db.models.expressions import RawSQL

COLUMNS = "owner_id", "name", "sku", "category"
TEXT = "({row}name || '\n' || {row}sku || '\n' || {row}category)"

# SQLite counts nothing by itself: this is how long the texts of a product may be.
NUMBERS = """
CREATE TABLE inventory_number (n integer PRIMARY KEY);
INSERT INTO inventory_number WITH RECURSIVE counted (n) AS (
    VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 1000
) SELECT n FROM counted;
"""
SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS inventory_span_{{event}} AFTER {{when}} BEGIN
    INSERT INTO inventory_span (owner_id, trigram, lowest, highest)
    SELECT new.owner_id, substr(text, n, 3), new.name, new.name
    FROM (SELECT lower{TEXT.format(row="new.")} AS text)
    JOIN inventory_number ON n <= length(text) - 2 WHERE true
    ON CONFLICT (owner_id, trigram) DO UPDATE SET
        lowest = min(lowest, excluded.lowest), highest = max(highest, excluded.highest)
    WHERE excluded.lowest < lowest OR excluded.highest > highest;
END
"""
IS_NEW = " OR ".join(f"old.{each} IS NOT new.{each}" for each in COLUMNS)
SQLITE_EVENTS = {
    "insert": "INSERT ON inventory_product",
    "update": f"UPDATE OF {', '.join(COLUMNS)} ON inventory_product WHEN {IS_NEW}",
}

# In one order, so that two who widen the same bounds wait only for one another.
POSTGRESQL = f"""
CREATE FUNCTION inventory_span_{{event}}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_span (owner_id, trigram, lowest, highest)
    SELECT * FROM (
        SELECT owner_id, substr(text, n, 3) AS trigram,
            MIN(name) AS lowest, MAX(name) AS highest
        FROM (
            SELECT owner_id, name, UPPER{TEXT.format(row="")} AS text FROM {{rows}}
        ) AS texts CROSS JOIN generate_series(1, length(text) - 2) AS n
        GROUP BY owner_id, substr(text, n, 3)
    ) AS found
    WHERE NOT EXISTS (
        SELECT 1 FROM inventory_span AS span
        WHERE span.owner_id = found.owner_id AND span.trigram = found.trigram
        AND span.lowest <= found.lowest AND span.highest >= found.highest
    )
    ORDER BY owner_id, trigram
    ON CONFLICT (owner_id, trigram) DO UPDATE SET
        lowest = LEAST(inventory_span.lowest, excluded.lowest),
        highest = GREATEST(inventory_span.highest, excluded.highest);
    RETURN NULL;
END $$;
CREATE TRIGGER inventory_span_{{event}} AFTER {{event}} ON inventory_product
    REFERENCING {{tables}} FOR EACH STATEMENT
    EXECUTE FUNCTION inventory_span_{{event}}();
"""
WAS, IS = (
    f"({', '.join(f'{table}.{each}' for each in COLUMNS)})"
    for table in ("was", "changed")
)
RENAMED = f"""(
    SELECT changed.* FROM changed JOIN was USING (id) WHERE {IS} IS DISTINCT FROM {WAS}
) AS renamed"""
POSTGRESQL_EVENTS = {
    "insert": {"rows": "changed", "tables": "NEW TABLE AS changed"},
    "update": {"rows": RENAMED, "tables": "OLD TABLE AS was NEW TABLE AS changed"},
}


def add_spans(apps, schema_editor):
    """Have the bounds kept, and begin with the products that are there."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    if is_sqlite:
        for statement in NUMBERS.strip().removesuffix(";").split(";\n"):
            schema_editor.execute(statement)
    add_triggers(schema_editor)
    _take_in_what_is_there(
        apps, ("lower" if is_sqlite else "UPPER") + TEXT.format(row="")
    )


def _take_in_what_is_there(apps, text):
    """Read the names in their order: ten times as fast as to have SQL group them."""
    product = apps.get_model("inventory", "Product")
    span = apps.get_model("inventory", "Span")
    rows = product.objects.order_by("owner_id", "name").values_list(
        "owner_id", "name", RawSQL(text, ())
    )
    for owner_id, products in groupby(rows.iterator(), itemgetter(0)):
        names = {}
        for _, name, text in products:
            for trigram in {text[i : i + 3] for i in range(len(text) - 2)}:
                names.setdefault(trigram, [name, name])[1] = name
        span.objects.bulk_create(
            span(owner_id=owner_id, trigram=trigram, lowest=lowest, highest=highest)
            for trigram, (lowest, highest) in names.items()
        )


def add_triggers(schema_editor):
    """Have each write to the products kept in the bounds."""
    if schema_editor.connection.vendor == "sqlite":
        for event, when in SQLITE_EVENTS.items():
            schema_editor.execute(SQLITE.format(event=event, when=when))
    else:
        for event, parts in POSTGRESQL_EVENTS.items():
            written = POSTGRESQL.format(event=event, **parts)
            schema_editor.execute(written, params=None)


def drop_spans(apps, schema_editor):
    """Know no bounds any more."""
    if schema_editor.connection.vendor == "sqlite":
        for event in SQLITE_EVENTS:
            schema_editor.execute(f"DROP TRIGGER inventory_span_{event}")
        schema_editor.execute("DROP TABLE inventory_number")
    else:
        for event in POSTGRESQL_EVENTS:
            schema_editor.execute(f"DROP FUNCTION inventory_span_{event} CASCADE")


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0009_faster_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Span",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "owner_id",
                        "trigram",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("trigram", models.CharField(max_length=3)),
                ("lowest", models.TextField()),
                ("highest", models.TextField()),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.DB_CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(add_spans, drop_spans),
    ]
