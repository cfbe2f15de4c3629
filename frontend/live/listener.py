"""Hears on PostgreSQL what any process has committed, and tells this one's pages.

Triggers announce it (see the migrations ``announce_changes`` and ``announce_stock``):
changes by other workers, in bulk, by the admin or by a script. On SQLite there is one
process, which announces its changes itself.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
from django.db import connection
from psycopg import AsyncConnection
from reflex_django.live import ACTION_UPDATED, ModelChange, live_broadcaster

from frontend.live.feed import announce_all
from inventory.live import database_announces

CHANNEL = "live_changes"
# Seconds. A connection that died without a word is noticed within the two of them.
SILENCE = 1  # after which the server is asked whether it is still there
ANSWER = 1  # how long that may take
AGAIN = 0.5  # between two attempts to connect
FIRST = 5  # how long the start waits for the first one
# The kernel gives up as soon; Django's own limits are meant for queries.
OURS = {
    "autocommit": True,
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    "application_name": "live changes",
}

UNREADABLE = ValueError, TypeError, LookupError, ArithmeticError, RecursionError

logger = logging.getLogger(__name__)


@asynccontextmanager
async def listening() -> AsyncIterator[None]:
    """Tell open pages of all changes as long as the block lasts."""
    if not database_announces():
        yield
        return
    heard = asyncio.Event()
    listener = asyncio.create_task(_listen_always(heard))
    with suppress(TimeoutError):  # without a database, the app starts all the same
        await asyncio.wait_for(heard.wait(), FIRST)
    try:
        yield
    finally:
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener


async def _listen_always(heard: asyncio.Event) -> None:
    """Listen, whenever the database is there; say once when it is not."""
    while True:
        try:
            async with await _connect() as database:
                await database.execute(f"LISTEN {CHANNEL}".encode())
                heard.set()
                announce_all()  # of what happened before, nothing was heard
                await _hear(database)
        except (psycopg.Error, TimeoutError, OSError) as error:
            if heard.is_set():
                logger.warning("Changes are not heard until it is back: %s", error)
            heard.clear()
        await asyncio.sleep(AGAIN)


async def _connect() -> AsyncConnection:
    settings = connection.get_connection_params()
    for name in ("cursor_factory", "context"):  # of Django's own connections
        settings.pop(name, None)
    return await AsyncConnection.connect(**settings | OURS)


async def _hear(database: AsyncConnection) -> None:
    """Publish what comes, until the connection breaks or nobody answers."""
    while True:
        async for notification in database.notifies(timeout=SILENCE):
            publish(notification.payload)
        asked = asyncio.create_task(_ask(database))
        done, _ = await asyncio.wait([asked], timeout=ANSWER)
        if not done:
            # Not cancelled: psycopg would first ask the same silent server to stop.
            database.pgconn.finish()
            asked.add_done_callback(asyncio.Task.exception)
            raise TimeoutError("The server does not answer.")
        await asked


async def _ask(database: AsyncConnection) -> None:
    await database.execute("SELECT 1")


def publish(payload: str) -> None:
    """Tell the pages of this process what a trigger said.

    Whoever may connect to the database may say anything there: what cannot be read
    may mean any page, and does not end the listening.
    """
    try:
        said = json.loads(payload)
        label, keys = str(said["label"]), [int(key) for key in said.get("keys") or []]
    except UNREADABLE as error:
        logger.warning("A change was announced that cannot be read: %r", error)
        label, keys = "*", []
    if label.endswith("*"):
        announce_all(label.removesuffix("*"))
        return
    for key in keys or [None]:
        live_broadcaster().publish(ModelChange(label, ACTION_UPDATED, key))
