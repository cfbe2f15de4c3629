"""What happens when the app's process starts, before it serves events, and ends."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from asgiref.sync import sync_to_async
from django.conf import settings
from reflex_base.config import get_config

from frontend.live.listener import listening
from frontend.threads.database import close_database_threads
from inventory import first_run
from inventory.redis_outage import check_redis

# Seconds after which a thread that computes lets the event loop go on; Python's own
# five milliseconds are as long as a whole event.
INTERVAL = 0.0003
# After how many new objects Python looks for unreachable ones, after how many of those
# looks it looks at older ones, too, and after how many of these at all. A look stops
# everybody: at 12,000 new ones for 5 ms, at all that 200 tabs have for a tenth of a
# second. An event leaves nothing to be found (upstream_memory.py); a change that 200
# pages show makes 9,000 objects for a moment, which need not be looked through.
LOOKS = (12_000, 5, 60)


@asynccontextmanager
async def startup() -> AsyncIterator[None]:
    """Get the database ready; in development, then say who can sign in."""
    sys.setswitchinterval(INTERVAL)
    gc.set_threshold(*LOOKS)
    gc.freeze()  # what is loaded now stays: nobody looks through it again
    await sync_to_async(first_run.prepare_database)()
    await sync_to_async(check_redis)()
    greeting = asyncio.create_task(_greet()) if settings.DEBUG else None
    async with listening():
        yield
    if greeting:
        greeting.cancel()
    await close_database_threads()


async def _greet() -> None:
    """Print the address and the demo logins once the front end answers there."""
    port = get_config().frontend_port
    while not await _listens(port):  # noqa: ASYNC110 - nothing here to be told by
        await asyncio.sleep(0.2)
    address = f"http://localhost:{port}/"
    print(await sync_to_async(first_run.welcome)(address), flush=True)


async def _listens(port: int | None) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
