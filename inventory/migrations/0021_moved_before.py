"""Take in what had moved before, while others go on reading (apart from 0020)."""

from django.db import migrations, models
from django.db.models import F, Q

LISTED = Q(deleted_at=None)
# What moves meanwhile knows better already.
TAKE_IN = """
UPDATE inventory_product SET last_moved_at = (
    SELECT MAX(created_at) FROM inventory_stockmovement
    WHERE product_id = inventory_product.id
)
WHERE last_moved_at IS NULL
AND id IN (SELECT product_id FROM inventory_stockmovement)
"""
VALUED = "owner", "category", "stock_on_hand", "id", "deleted_at", "is_active"


def take_in(apps, schema_editor):
    """Look at all movements, in any time."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL statement_timeout = 0")
    schema_editor.execute(TAKE_IN)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0020_last_moved")]
    operations = [
        migrations.RunPython(take_in, migrations.RunPython.noop),
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
