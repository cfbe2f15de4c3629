from django.db import migrations

# A table that is emptied names no rows, and so no owners: all may be meant.
CREATE = """
CREATE FUNCTION inventory_announce_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('live_changes', '{"label": "inventory.stock.*"}');
    RETURN NULL;
END $$;

CREATE TRIGGER inventory_stock_emptied AFTER TRUNCATE ON inventory_stockmovement
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_announce_all();
CREATE TRIGGER inventory_product_emptied AFTER TRUNCATE ON inventory_product
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_announce_all();
"""
DROP = "DROP FUNCTION inventory_announce_all CASCADE"  # and its triggers


def create(apps, schema_editor):
    """Have PostgreSQL announce that all stock is gone; SQLite cannot."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE, params=None)


def drop(apps, schema_editor):
    """Say nothing any more."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP, params=None)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0012_take_in_bounds")]
    operations = [migrations.RunPython(create, drop)]
