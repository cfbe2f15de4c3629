"""A tab that outlives its worker: it connects to another one and goes on."""

import asyncio
from itertools import cycle
from typing import Any

from socketio.exceptions import SocketIOError

from tests.security.handlers import wire_name
from tests.security.people import Person
from tests.security.server import Server
from tests.security.wire import Answer, Wire

START = wire_name("InventoryState.start_creating")
SAVE = wire_name("InventoryState.save_product")
LOAD = wire_name("InventoryState.load_inventory")
SAVED = "Saved “Cup”."
# A worker that is killed in the middle of an event keeps the tab's lock for 10 seconds.
PATIENCE = 30
SHORT = 0.1  # seconds before it asks the next worker, as a browser waits


class Tab:
    """What a browser does through a proxy: one token, and whichever worker is there.

    ``lost`` counts the events that no worker answered; they are sent again.
    """

    def __init__(self, workers: list[Server], person: Person, first: int = 0) -> None:
        turned = workers[first:] + workers[:first]
        self._next, self._person = cycle(turned), person
        self._wire: Wire | None = None
        self._token = ""
        self.worker = turned[0]
        self.lost = 0

    async def ask(self, name: str, payload: Any = None, **fields: Any) -> Answer:
        """Send an event to a worker that is there, until one has answered it."""
        async with asyncio.timeout(2 * PATIENCE):
            while True:
                wire = await self.connected()
                if said := await self._asked(wire, name, payload, **fields):
                    return said
                self.lost += 1
                await self.close()

    async def save(self, sku: str) -> Answer:
        """Open the form and save a cup; what comes back is the answer to that."""
        await self.ask(START)
        form = {"name": "Cup", "sku": sku, "price": "1.00", "category": ""}
        return await self.ask(SAVE, {"form_data": form})

    async def connected(self) -> Wire:
        """Give the connection, to whichever worker is the next that is there."""
        while self._wire is None:
            self.worker = next(self._next)
            wire = Wire(self.worker.url, self._person, "/inventory")
            wire.token = self._token = self._token or wire.token
            wire.patience = PATIENCE
            try:
                self._wire = await wire.open()
                await self._wire.hydrate()
            except (SocketIOError, TimeoutError):
                self._wire = None
                await _forget(wire)
                await asyncio.sleep(SHORT)
        return self._wire

    async def close(self) -> None:
        """Leave, or clean up after a connection that is lost."""
        if self._wire:
            await self._wire.close()
        self._wire = None

    async def _asked(self, wire: Wire, *event: Any, **fields: Any) -> Answer | None:
        """Give the answer, or nothing if the connection ends first."""
        asked = asyncio.create_task(wire.send(*event, **fields))
        connection = wire.socket.eio.read_loop_task
        await asyncio.wait((asked, connection), return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            asked.cancel()
            await asyncio.wait((asked,))
        if asked.cancelled() or isinstance(asked.exception(), SocketIOError):
            return None
        return asked.result()


async def _forget(wire: Wire) -> None:
    """Close what python-socketio leaves open after a connection that failed."""
    await wire.close()
    if wire.socket.eio.http and not wire.socket.eio.http.closed:
        await wire.socket.eio.http.close()
