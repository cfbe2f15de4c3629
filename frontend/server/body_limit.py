"""Keeps requests small: a body is spooled to the disk before anything looks at it."""

from typing import Any

from frontend.server.refusal import refuse
from inventory.uploads import MOST_MEGABYTES

# The largest file, and what a form puts around it
MOST_BYTES = MOST_MEGABYTES * 1_000_000 + 100_000
MESSAGE = f"The file is larger than {MOST_MEGABYTES} MB."


def limit_bodies(app: Any) -> Any:
    """Wrap an ASGI application: it is never handed a larger body."""

    async def limited(scope: Any, receive: Any, send: Any) -> None:
        received = 0

        async def count() -> Any:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            # Who does not declare a length is cut off where it gets too long.
            too_long = received > MOST_BYTES
            return {"type": "http.disconnect"} if too_long else message

        if scope["type"] != "http":
            await app(scope, receive, send)
        elif _declared(scope) > MOST_BYTES:
            await refuse(send, 413, "file", MESSAGE, (b"connection", b"close"))
        else:
            await app(scope, count, send)

    return limited


def _declared(scope: Any) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0
