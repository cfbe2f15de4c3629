from django.db import migrations

from inventory.operations import RunOnPostgreSQL

# After each statement, and only if it is committed: the keys of what it changed, or
# none when they are many. Bulk statements, the admin and other programs included.
CREATE = """
CREATE FUNCTION shop_announce() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    keys bigint[];
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        SELECT array_agg(id) INTO keys FROM (SELECT id FROM changed LIMIT 101) AS few;
        IF keys IS NULL THEN
            RETURN NULL;  -- the statement changed nothing
        ELSIF cardinality(keys) > 100 THEN
            keys := NULL;
        END IF;
    END IF;
    PERFORM pg_notify(
        'live_changes', json_build_object('label', TG_ARGV[0], 'keys', keys)::text
    );
    RETURN NULL;
END $$;

CREATE TRIGGER shop_product_inserted AFTER INSERT ON shop_product
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION shop_announce('shop.product');
CREATE TRIGGER shop_product_updated AFTER UPDATE ON shop_product
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION shop_announce('shop.product');
CREATE TRIGGER shop_product_deleted AFTER DELETE ON shop_product
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION shop_announce('shop.product');
CREATE TRIGGER shop_product_emptied AFTER TRUNCATE ON shop_product
    FOR EACH STATEMENT EXECUTE FUNCTION shop_announce('shop.product');
"""
DROP = "DROP FUNCTION shop_announce CASCADE"  # and its triggers


class Migration(migrations.Migration):
    dependencies = [("shop", "0004_price_in_range")]
    operations = [RunOnPostgreSQL(CREATE, DROP)]
