"""Listens to what PostgreSQL's triggers announce, as each worker does."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection

from frontend.live.listener import CHANNEL

triggers = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL announces by triggers"
)
in_process = pytest.mark.skipif(
    connection.vendor == "postgresql", reason="there, triggers announce it instead"
)


@contextmanager
def announcements() -> Iterator[list[dict[str, Any]]]:
    """Give what was announced, once the block has ended."""
    params = connection.get_connection_params()
    heard: list[dict[str, Any]] = []
    with psycopg.connect(
        host=params["host"],
        port=params["port"],
        user=params["user"],
        dbname=params["dbname"],
        autocommit=True,
    ) as listener:
        listener.execute(f"LISTEN {CHANNEL}".encode())
        yield heard
        # Announcements arrive in the order of their commits: this is the last one.
        listener.execute(f"NOTIFY {CHANNEL}, 'the end'".encode())
        for notification in listener.notifies(timeout=20):
            if notification.payload == "the end":
                return
            heard.append(json.loads(notification.payload))
    raise TimeoutError
