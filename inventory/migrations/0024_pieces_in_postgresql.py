"""Pieces of four characters for PostgreSQL's search of longer texts, too (0023).

``pg_trgm`` knows words, and looks a piece with a space in it up among all that begin
alike. These are pieces of whatever characters. Others may write meanwhile: it waits for
what runs longer. How often each piece occurs, nobody asks: ``ANALYZE`` leaves it out.
"""

from django.db import migrations

from inventory.operations import RunOnPostgreSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION inventory_pieces(text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(SELECT substr($1, n, 4) FROM generate_series(1, length($1) - 3) AS n)
"""
NO_LIMITS = "SET statement_timeout = 0; SET lock_timeout = 0"
LIMITS = "RESET statement_timeout; RESET lock_timeout"
# An index that was not finished is in the way.
FORGET = "DROP INDEX CONCURRENTLY IF EXISTS inventory_pieces"
INDEX = """
CREATE INDEX CONCURRENTLY inventory_pieces ON inventory_product
USING gin (inventory_pieces(searched)) WITH (fastupdate = off) WHERE deleted_at IS NULL
"""
NO_STATISTICS = "ALTER INDEX inventory_pieces ALTER COLUMN 1 SET STATISTICS 0"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("inventory", "0023_pieces_of_four")]

    operations = [
        RunOnPostgreSQL(FUNCTION, "DROP FUNCTION inventory_pieces"),
        RunOnPostgreSQL(NO_LIMITS, LIMITS),
        RunOnPostgreSQL(FORGET, FORGET),
        RunOnPostgreSQL(INDEX, migrations.RunSQL.noop),
        RunOnPostgreSQL(NO_STATISTICS, migrations.RunSQL.noop),
        RunOnPostgreSQL(LIMITS, NO_LIMITS),
    ]
