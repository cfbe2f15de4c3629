"""What migrations do besides Django's own operations."""

from typing import Any

from django.db.migrations import RunSQL, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation


class PostgreSQLOnly(Operation):
    """An operation that does nothing to a database of SQLite."""

    def database_forwards(
        self, app_label: Any, schema_editor: Any, *states: Any
    ) -> None:
        """Do it."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, *states)

    def database_backwards(
        self, app_label: Any, schema_editor: Any, *states: Any
    ) -> None:
        """Take it back."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, *states)


class RunOnPostgreSQL(PostgreSQLOnly, RunSQL):
    """Runs SQL on PostgreSQL, and does nothing on SQLite, which has no such thing."""


class OnPostgreSQL(PostgreSQLOnly, SeparateDatabaseAndState):
    """Does on PostgreSQL what on SQLite changes only the state of the models."""

    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[Operation]) -> None:
        super().__init__(operations, operations)

    def deconstruct(self) -> Any:
        """Say with what it is made, for a migration that squashes others."""
        return type(self).__name__, [], {"operations": self.database_operations}
