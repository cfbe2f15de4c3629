from django.db import migrations

from inventory.operations import RunOnPostgreSQL

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


class Migration(migrations.Migration):
    dependencies = [("inventory", "0012_take_in_bounds")]
    operations = [RunOnPostgreSQL(CREATE, DROP)]
