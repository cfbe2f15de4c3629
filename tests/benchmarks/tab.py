"""One tab of Reflex's, as light as can be: the load must not come from its client.

It speaks the protocol that a page speaks, over a real WebSocket, and reads all the
time as a browser does. It takes an answer for complete once it holds what the page
waits for.
"""

import asyncio
import itertools
import json
import re
from typing import Any
from uuid import uuid4

import aiohttp

HEAD = "42/_event,"
REDIRECT = re.compile(r'"_redirect".*?"path": ?"([^"]+)"')
HYDRATE = "reflex___state____state.hydrate_and_load"
ON_LOAD = (
    "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal"
)
PATIENCE = 120  # seconds: a saturated server is slow, and that is what is measured
_numbers = itertools.count(1)


def new_price() -> str:
    """Give a price that no row has: what is saved unchanged is not sent back."""
    return f"{next(_numbers)}.25"


class Tab:
    """A page at ``path`` that is open; ``received`` counts the bytes of its frames."""

    shows = "products_rx_state_"  # what the frame with the list holds
    opens = 'products_rx_state_":[{'  # a snapshot without rows comes before it

    def __init__(
        self, http: aiohttp.ClientSession, url: str, key: str, path: str
    ) -> None:
        self.http, self.url, self.key, self.path = http, url, key, path
        self.received = self.frames = 0
        self.list_frame = ""
        self._awaited = ""
        self._news: asyncio.Future[str] | None = None
        self._reader: asyncio.Task[None] | None = None

    async def open(self) -> str:
        """Connect as a page does, and wait for what it loads."""
        where = f"{self.url}/_event/?token={uuid4().hex}&EIO=4&transport=websocket"
        headers = {"Origin": self.url, "Cookie": f"sessionid={self.key}"}
        self.socket = await self.http.ws_connect(where, headers=headers)
        await self.socket.receive_str()
        arrived = self._await(self.opens)
        self._start_reading()
        hello = json.dumps({"event": self._event(HYDRATE, {})})
        await self.socket.send_str(f"40/_event,{hello}")
        return await self.arrival(arrived)

    async def close(self) -> None:
        """Leave."""
        if self._reader:
            self._reader.cancel()
        await self.socket.close()

    async def send(
        self, name: str, payload: dict[str, Any] | None = None, until: str = ""
    ) -> str:
        """Send an event, and wait for the frame that holds the list, or ``until``."""
        arrived = self._await(until or self.shows)
        await self.post(name, payload or {})
        return await self.arrival(arrived)

    async def post(self, name: str, payload: dict[str, Any]) -> None:
        """Send an event and do not wait."""
        event = json.dumps(["event", self._event(name, payload)])
        await self.socket.send_str(HEAD + event)

    async def until(self, text: str) -> str:
        """Wait for a frame that holds the text."""
        return await self.arrival(self._await(text))

    @staticmethod
    async def arrival(frame: asyncio.Future[str]) -> str:
        """Wait for a frame, but not for ever.

        Raises ``ConnectionResetError`` when the server ends the connection.
        """
        return await asyncio.wait_for(frame, PATIENCE)

    def variables(self) -> dict[str, Any]:
        """Give the variables that came with the list, under their own names."""
        update = json.loads(self.list_frame[len(HEAD) :])[1]
        found: dict[str, Any] = {}
        for variables in update["delta"].values():
            found |= {k.removesuffix("_rx_state_"): v for k, v in variables.items()}
        return found

    def _await(self, text: str) -> asyncio.Future[str]:
        self._awaited = text
        self._news = asyncio.get_running_loop().create_future()
        return self._news

    def _start_reading(self) -> None:
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for message in self.socket:
                await self._take(message.data)
        finally:
            if self._news and not self._news.done():
                self._news.set_exception(ConnectionResetError("The server hung up."))

    async def _take(self, text: str) -> None:
        if text == "2":  # a ping
            await self.socket.send_str("3")
            return
        self.received += len(text)
        self.frames += 1
        if self.shows in text:
            self.list_frame = text
        if '"_redirect"' in text and (found := REDIRECT.search(text)):
            self.path = found[1]
            await self.post(ON_LOAD, {})
        if self._news and not self._news.done() and self._awaited in text:
            self._news.set_result(text)

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        pathname = self.path.partition("?")[0]
        query = self.path.partition("?")[2]
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        here = {"pathname": pathname, "asPath": self.path, "query": pairs}
        return {"name": name, "payload": payload, "router_data": here}
