"""Waiting for what nothing tells of."""

import asyncio
from collections.abc import Callable
from typing import Any


async def until(holds: Callable[[], Any], seconds: float = 5) -> None:
    """Look again and again until this holds; ``TimeoutError`` if it does not."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
