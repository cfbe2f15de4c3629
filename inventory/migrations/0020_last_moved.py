from django.db import migrations, models
from django.db.models import F, Q

LISTED = Q(deleted_at=None)
TAKE_IN = """
UPDATE inventory_product SET last_moved_at = (
    SELECT MAX(created_at) FROM inventory_stockmovement
    WHERE product_id = inventory_product.id
) WHERE id IN (SELECT product_id FROM inventory_stockmovement)
"""
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
VALUED = "owner", "category", "stock_on_hand", "id", "deleted_at", "is_active"


def follow(apps, schema_editor):
    """Take in what is there, in any time, and follow what will be written."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL statement_timeout = 0")
    schema_editor.execute(TAKE_IN)
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
        migrations.AddIndex(
            "product",
            models.Index(
                *(F("owner"), F("last_moved_at").desc(), F("id").desc()),
                condition=LISTED & Q(last_moved_at__isnull=False),
                name="inventory_last_moved",
            ),
        ),
        migrations.RemoveIndex("product", "inventory_category_stock"),
        migrations.AddIndex(
            "product",
            models.Index(
                *(*VALUED, "price", "reorder_level"),
                condition=LISTED,
                name="inventory_category_stock",
            ),
        ),
    ]
