"""The app as uvicorn serves it, with what the benchmark must see of its inside.

It is ``inventory/asgi.py`` without the compiled pages. No tab is slowed down for
sending too many events: the benchmark's tabs are faster than people. ``/bench``
answers with the process's own figures since the last time, ``/bench?connections`` with
how many it has, and nothing is measured for that. ``/bench?free`` gives the memory that
the allocator keeps free back to the system.
"""

import asyncio
import ctypes
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")
os.environ.setdefault("REFLEX_ENV_MODE", "prod")

from reflex_base.config import get_config
from reflex_base.environment import environment

environment.REFLEX_SKIP_COMPILE.set(True)
get_config()  # sets Django up, through the plugin in rxconfig.py


from frontend.frontend import app  # noqa: E402 - needs Django to be set up
from inventory import rate_limits  # noqa: E402
from tests.benchmarks.stalls import Stalls  # noqa: E402
from tests.frontend.queries import around_queries  # noqa: E402

SLOW = "slow query"  # searched for, it takes this long:
SLOW_SECONDS = 0.5
NO_QUERY = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")

rate_limits.events.most = 10**9
stalls = Stalls()
figures = {"queries": 0, "switches": 0}


def watch(execute: Any, sql: str, params: Any, *args: Any) -> Any:
    """Count a statement, and be a database that is slow for one search."""
    if not sql.startswith(NO_QUERY):
        figures["queries"] += 1
    if SLOW in str(params).lower() and sql.startswith(("SELECT", "WITH")):
        time.sleep(SLOW_SECONDS)
    return execute(sql, params, *args)


def count_switches() -> None:
    """Count what is handed to a thread, whoever does it."""
    submit = ThreadPoolExecutor.submit

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        figures["switches"] += 1
        return submit(self, *args, **kwargs)

    ThreadPoolExecutor.submit = counted


served = app()


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Serve the app, or what it looks like from inside."""
    if scope.get("path") != "/bench":
        await served(scope, receive, send)
        return
    if scope["query_string"] == b"connections":
        assert app.sio
        said: Any = len(app.sio.eio.sockets)
    elif scope["query_string"] == b"free":
        said = ctypes.CDLL(None).malloc_trim(0)
    else:
        said = {**figures, "stalls": stalls.taken()}
        if stalls.task is None:
            stalls.task = asyncio.create_task(stalls.measure())
    head = {"type": "http.response.start", "status": 200, "headers": []}
    await send(head)
    body = {"type": "http.response.body", "body": json.dumps(said).encode()}
    await send(body)


if os.environ.get("BENCH_WATCH"):
    count_switches()
    watching = around_queries(watch)  # by a name: unreferenced, it would end
    watching.__enter__()
