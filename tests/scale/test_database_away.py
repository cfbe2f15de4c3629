"""A page that is opened while PostgreSQL is away loads once it is back."""

import asyncio

import pytest

from frontend.events.faults import DATABASE_AWAY
from tests.security.wire import HYDRATE, Wire, answer

RIGHT_AGAIN = 5  # seconds after its return


async def connect(wire: Wire) -> None:
    """Connect as a browser does, which loads the page each time."""
    await wire.open_anew()
    await wire.post(HYDRATE)


@pytest.mark.parametrize(
    ("path", "state", "rows"),
    [
        ("/products", "product_state", "products"),
        ("/inventory", "inventory_state", "products"),
        ("/dashboard", "dashboard_state", "days"),
    ],
)
async def test_without_a_reload(running, alice, path, state, rows):
    """The worker ends the connection, and goes on so until the page is loaded."""
    wire = Wire(running.workers[0].url, alice, path)
    running.database.stop()
    try:
        await connect(wire)
        await wire.until(lambda: DATABASE_AWAY in answer(wire.frames).toasts)
        await wire.until(lambda: not wire.socket.connected)
        await connect(wire)
    finally:
        running.database.start()

    def is_right() -> bool:
        return bool(answer(wire.frames).state(state).get(rows))

    async with asyncio.timeout(RIGHT_AGAIN):
        while not is_right():
            if not wire.socket.connected:
                await connect(wire)
            await wire.until(lambda: is_right() or not wire.socket.connected)
    await wire.close()
