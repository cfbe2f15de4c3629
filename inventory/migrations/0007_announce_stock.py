from django.db import migrations

from inventory.operations import RunOnPostgreSQL

# After each statement, and only if it is committed: whose stock it changed. The
# dashboards depend on movements and on the products' own values. An update is looked
# at before and after, for a product that changed hands; what is said twice in one
# transaction is sent once. Of very many owners, none is named: all may be meant.
CREATE = """
CREATE FUNCTION inventory_announce() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners bigint[];
    owner bigint;
BEGIN
    IF TG_TABLE_NAME = 'inventory_stockmovement' THEN
        SELECT array_agg(DISTINCT product.owner_id) INTO owners
            FROM changed JOIN inventory_product AS product
            ON product.id = changed.product_id;
    ELSE
        SELECT array_agg(DISTINCT changed.owner_id) INTO owners FROM changed;
    END IF;
    IF cardinality(owners) > 100 THEN
        PERFORM pg_notify('live_changes', '{"label": "inventory.stock.*"}');
    ELSIF owners IS NOT NULL THEN
        FOREACH owner IN ARRAY owners LOOP
            PERFORM pg_notify(
                'live_changes',
                json_build_object('label', 'inventory.stock.' || owner)::text
            );
        END LOOP;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER inventory_stock_moved AFTER INSERT ON inventory_stockmovement
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_announce();
CREATE TRIGGER inventory_product_inserted AFTER INSERT ON inventory_product
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_announce();
CREATE TRIGGER inventory_product_was AFTER UPDATE ON inventory_product
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_announce();
CREATE TRIGGER inventory_product_is AFTER UPDATE ON inventory_product
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_announce();
CREATE TRIGGER inventory_product_deleted AFTER DELETE ON inventory_product
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_announce();
"""
DROP = "DROP FUNCTION inventory_announce CASCADE"  # and its triggers


class Migration(migrations.Migration):
    dependencies = [("inventory", "0006_product_search")]
    operations = [RunOnPostgreSQL(CREATE, DROP)]
