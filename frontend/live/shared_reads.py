"""What many pages ask for at the same moment is read once, for all of them.

The key of a list has the query of all that its page may show: what differs for one user
(a filter by owner) differs there, so that no page is given what only another may see.
"""

import asyncio
import pickle
from collections.abc import Awaitable, Callable, Hashable
from contextvars import Context
from functools import cache
from typing import Any, cast

from django.db.models import Model, QuerySet
from django.db.models.sql import Query

from frontend.threads.database import database_thread

OLDEST = 1  # second; a page that was held up for longer has it read again


class SharedReads:
    """Reads in common; ``clear`` it at each change, and the next one reads anew."""

    def __init__(self) -> None:
        self._reads: dict[Hashable, tuple[float, asyncio.Task[Any]]] = {}

    def clear(self) -> None:
        """Forget what was read; whoever waits for it still gets it."""
        self._reads.clear()

    async def get[Found](
        self, key: Hashable, read: Callable[[], Awaitable[Found]]
    ) -> Found:
        """Give what ``read`` finds, or what another page's found since ``clear``.

        An exception of the one is the exception of all. What ``read`` returns is
        awaited in a thread of its own: do not call this inside ``database_thread``, or
        none may be left for it.
        """
        now = asyncio.get_running_loop().time()
        began, reading = self._reads.get(key, (now, None))
        if reading is None or (reading.done() and now - began > OLDEST):
            # An empty context: it belongs to no page's event, and may outlive it.
            reading = asyncio.create_task(_in_thread(read()), context=Context())
            self._reads[key] = now, reading
        return cast("Found", await asyncio.shield(reading))


async def _in_thread[Found](reading: Awaitable[Found]) -> Found:
    async with database_thread():
        return await reading


def key_of(rows: QuerySet[Any]) -> Hashable:
    """Tell queries apart: two with the same key find the same rows.

    Django's queries can be pickled, which is ten times quicker than to write SQL. To
    see that nothing narrows one down is quicker still.
    """
    if rows._prefetch_related_lookups:  # more queries, which are not in there
        return object()
    if vars(rows.query) == vars(_all_of(rows.model)):
        return rows.model
    return pickle.dumps(rows.query)


@cache
def _all_of(model: type[Model]) -> Query:
    return Query(model)
