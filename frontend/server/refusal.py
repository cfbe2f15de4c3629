"""How a request is refused before anything looks at it."""

import json
from typing import Any


async def refuse(
    send: Any, status: int, field: str, message: str, *headers: tuple[bytes, bytes]
) -> None:
    """Answer with an error beside a field, in the JSON of ``inventory/views.py``."""
    said = [(b"content-type", b"application/json"), *headers]
    body = json.dumps({"errors": {field: [message]}}).encode()
    await send({"type": "http.response.start", "status": status, "headers": said})
    await send({"type": "http.response.body", "body": body})
