"""Closes the database connections of Django's own requests.

Each request over HTTP has a thread of its own, which ends with it. What Django would
keep for the thread's next request (``CONN_MAX_AGE``) stays open until it is found as
garbage, which is rare: some hundred requests, and PostgreSQL takes no more connections.
Events have threads that stay (frontend/threads/database.py), and keep theirs.
"""

from typing import Any

from django.db import connections


def close_connections(**_: Any) -> None:
    """Close those of this thread, once its request is answered."""
    connections.close_all()
