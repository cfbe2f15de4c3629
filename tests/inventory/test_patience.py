"""Nobody waits for PostgreSQL longer than it takes to see that it is gone."""

import os
import socket

import pytest
from django.db import connection

MOST = 5  # seconds


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is in a file")
def test_the_system_asks_a_machine_that_does_not_answer():
    connection.ensure_connection()
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as end:
        sent = end.getsockopt(socket.SOL_TCP, socket.TCP_USER_TIMEOUT)
        idle = end.getsockopt(socket.SOL_TCP, socket.TCP_KEEPIDLE)
        interval = end.getsockopt(socket.SOL_TCP, socket.TCP_KEEPINTVL)
    assert 0 < sent <= MOST * 1000  # milliseconds: what was sent, and not taken
    assert idle + interval < MOST  # when all was taken, and no answer comes
