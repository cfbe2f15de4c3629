"""Gets the database ready when the app starts: by itself in development only."""

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from inventory import demo


def prepare_database() -> None:
    """Migrate and, if nobody has used the database yet, seed the demo data.

    That is for the embedded database of development. Anywhere else nothing
    happens by itself: unapplied migrations stop the start, by ``SystemExit``.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if settings.DEBUG and connection.vendor == "sqlite":
        if missing:
            call_command("migrate", verbosity=0)
        if demo.database_is_empty():
            demo.seed()
    elif missing:
        raise SystemExit(
            f"The database lacks {len(missing)} migrations: run "
            "`uv run python manage.py migrate`, then start again."
        )


def welcome(address: str) -> str:
    """Say where the app runs and who can sign in, while the demo's users exist."""
    lines = ["", f"Stockroom runs at {address}"]
    if demo.demo_users().exists():
        lines.append("Demo logins, unless changed since:")
        for username, password, role in demo.DEMO_LOGINS:
            lines.append(f"  {username:8}{password}  {role}")
    return "\n".join(lines)
