"""What SQLite's planner knows of the indexes, told anew when a migration adds one.

It needs no statistics to find the right index. But whoever once asked for them, with
``ANALYZE``, has a planner that takes the one index without any for the best: of a
million products, a page then took a second. PostgreSQL has them of columns instead.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections

STORED = "sqlite_stat1"  # where SQLite keeps them, once somebody has asked for them


def complete_statistics(*, using: str, plan: Sequence[Any] = (), **_: Any) -> None:
    """After migrations were applied, bring SQLite's statistics up to date.

    Receives ``post_migrate``, which has no ``plan`` after a flush. Where there are no
    statistics, none are made.
    """
    connection = connections[using]
    if not plan or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        if STORED in connection.introspection.table_names(cursor):
            cursor.execute("ANALYZE")
