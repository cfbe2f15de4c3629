"""What is searched stands in the indexes by status, too (inventory/orders.py)."""

from django.db import migrations
from django.db.models import Index, Q

NAMES = "is_active", "name", "id", "deleted_at", "sku"
KEYS = {
    "inventory_by_status": ("owner", *NAMES, "category"),
    "inventory_category_status": ("owner", "category", *NAMES),
}


class Migration(migrations.Migration):
    dependencies = [("inventory", "0015_status_indexes")]
    operations = [
        *(migrations.RemoveIndex("product", name) for name in KEYS),
        *(
            migrations.AddIndex(
                "product", Index(*keys, condition=Q(deleted_at=None), name=name)
            )
            for name, keys in KEYS.items()
        ),
    ]
