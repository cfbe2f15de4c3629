"""What migrations do besides Django's own operations."""

from typing import Any

from django.db.migrations import RunSQL


class RunOnPostgreSQL(RunSQL):
    """Runs SQL on PostgreSQL, and does nothing on SQLite, which has no such thing."""

    def database_forwards(
        self, app_label: Any, schema_editor: Any, *states: Any
    ) -> None:
        """Run it."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, *states)

    def database_backwards(
        self, app_label: Any, schema_editor: Any, *states: Any
    ) -> None:
        """Take it back."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, *states)
