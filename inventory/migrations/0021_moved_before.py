"""Take in what had moved before, while others go on reading (apart from 0020).

On PostgreSQL, whoever writes products waits from the beginning: the indexes would wait
for somebody who holds the table already and waits for a row that was written here.
"""

from django.db import migrations, models
from django.db.models import F, Q

from inventory.operations import RunOnPostgreSQL

LISTED = Q(deleted_at=None)
LOCK = """
SET LOCAL statement_timeout = 0;
LOCK TABLE inventory_product IN EXCLUSIVE MODE;
"""
TAKE_IN = """
UPDATE inventory_product SET last_moved_at = (
    SELECT MAX(created_at) FROM inventory_stockmovement
    WHERE product_id = inventory_product.id
)
WHERE id IN (SELECT product_id FROM inventory_stockmovement)
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0020_last_moved")]
    operations = [
        RunOnPostgreSQL(LOCK, migrations.RunSQL.noop),
        migrations.RunSQL(TAKE_IN, migrations.RunSQL.noop),
        migrations.AddIndex(
            "product",
            models.Index(
                *(F("owner"), F("last_moved_at").desc(), F("id").desc()),
                condition=LISTED & Q(last_moved_at__isnull=False),
                name="inventory_last_moved",
            ),
        ),
        migrations.AddIndex(
            "product",
            models.Index(
                *("owner", "category", "stock_on_hand", "id", "deleted_at"),
                *("is_active", "price", "reorder_level"),
                condition=LISTED,
                name="inventory_category_sums",
            ),
        ),
    ]
