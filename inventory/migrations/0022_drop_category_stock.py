"""Drop what ``inventory_category_sums`` does as well: meanwhile, nobody can read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("inventory", "0021_moved_before")]
    operations = [migrations.RemoveIndex("product", "inventory_category_stock")]
