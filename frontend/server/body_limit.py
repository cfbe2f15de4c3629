"""Keeps requests small: a body is spooled to the disk before anything looks at it."""

import json
from typing import Any

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
            await _refuse(send)
        else:
            await app(scope, count, send)

    return limited


def _declared(scope: Any) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


async def _refuse(send: Any) -> None:
    body = json.dumps({"errors": {"file": [MESSAGE]}}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
