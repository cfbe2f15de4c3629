"""Have products know when they moved last.

On SQLite a later migration that makes ``inventory_product`` anew begins with ``forget``
and ends with ``follow``: the trigger is another table's, and stays behind.
"""

from django.db import migrations, models

# Whatever wrote the movement, and whatever the order in which some were written.
FOLLOW = {
    "sqlite": """
CREATE TRIGGER inventory_last_moved AFTER INSERT ON inventory_stockmovement BEGIN
    UPDATE inventory_product SET last_moved_at = NEW.created_at
    WHERE id = NEW.product_id
    AND (last_moved_at IS NULL OR last_moved_at < NEW.created_at);
END
""",
    "postgresql": """
CREATE FUNCTION inventory_follow_movements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE inventory_product AS product SET last_moved_at = moved.at
    FROM (
        SELECT product_id, MAX(created_at) AS at FROM added GROUP BY product_id
    ) AS moved
    WHERE product.id = moved.product_id
    AND (product.last_moved_at IS NULL OR product.last_moved_at < moved.at);
    RETURN NULL;
END $$;
CREATE TRIGGER inventory_last_moved AFTER INSERT ON inventory_stockmovement
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_follow_movements();
""",
}
FORGET = {
    "sqlite": "DROP TRIGGER inventory_last_moved",
    "postgresql": "DROP FUNCTION inventory_follow_movements CASCADE",
}


def follow(apps, schema_editor):
    schema_editor.execute(FOLLOW[schema_editor.connection.vendor])


def forget(apps, schema_editor):
    schema_editor.execute(FORGET[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("inventory", "0019_searched")]
    operations = [
        migrations.AddField(
            "product",
            "last_moved_at",
            models.DateTimeField(null=True, editable=False),
        ),
        migrations.RunPython(follow, forget),
    ]
