"""Each peer's page as its browser drives it: search, next page, open a form, save."""

import ast
import html
import json
import re
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp

from tests.benchmarks.inventory_tab import InventoryTab
from tests.benchmarks.tab import Tab, new_price

PLAIN = "reflex___state____state.plain___plain____inventory."


class PeerTab(Protocol):
    """What the load consists of."""

    async def open(self) -> Any: ...
    async def search(self, text: str) -> Any: ...
    async def next(self) -> Any: ...
    async def begin(self) -> Any: ...
    async def finish(self) -> Any: ...
    async def close(self) -> Any: ...


class OurTab(InventoryTab):
    """The app."""

    async def begin(self) -> None:
        """Open the form with the first row in it."""
        self.form = await self.edit()

    async def finish(self) -> None:
        """Save it."""
        await self.save(self.form)


class PlainTab(Tab):
    """The peer in plain Reflex."""

    def __init__(self, http: aiohttp.ClientSession, url: str, key: str) -> None:
        super().__init__(http, url, key, "/")

    async def search(self, text: str) -> None:
        """Search."""
        await self.send(f"{PLAIN}search", {"text": text})

    async def next(self) -> None:
        """Turn the page."""
        await self.send(f"{PLAIN}next_page")

    async def begin(self) -> None:
        """Open the form."""
        await self.send(f"{PLAIN}edit", until="form_open_rx_state_")

    async def finish(self) -> None:
        """Save it."""
        await self.send(f"{PLAIN}save", {"price": new_price()})


class HtmxTab:
    """The peer that answers with HTML, over connections that stay open."""

    def __init__(self, http: aiohttp.ClientSession, url: str, key: str) -> None:
        self.http, self.url = http, url
        self.headers = {"Cookie": f"sessionid={key}"}
        self.text = self.query = ""
        self.received = 0

    async def open(self) -> None:
        """Show the first page."""
        await self.search("")

    async def search(self, text: str) -> None:
        """Search."""
        self.query = text
        self.text = await self._fetch("get", f"/rows?{urlencode({'search': text})}")

    async def next(self) -> None:
        """Turn the page."""
        link = re.findall(r'hx-get="([^"]+)">Next', self.text)[0]
        self.text = await self._fetch("get", html.unescape(link))

    async def begin(self) -> None:
        """Fetch the form of the first row."""
        self.key = re.findall(r'id="p(\d+)"', self.text)[0]
        self.form = await self._fetch("get", f"/edit/{self.key}")

    async def finish(self) -> None:
        """Send it."""
        values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', self.form))
        values = {name: html.unescape(value) for name, value in values.items()}
        values |= {"price": new_price(), "is_active": "1", "search": self.query}
        self.text = await self._fetch("post", f"/save/{self.key}", data=values)

    async def close(self) -> None:
        """Nothing is open."""

    async def _fetch(self, method: str, path: str, **more: Any) -> str:
        where = self.url + path
        async with self.http.request(
            method, where, headers=self.headers, **more
        ) as answer:
            answer.raise_for_status()
            body = await answer.read()
            self.received += len(body)
            return body.decode()


class NiceTab(Tab):
    """The peer in NiceGUI: its page names the listeners that events are sent to."""

    shows = '"rows":'

    def __init__(self, http: aiohttp.ClientSession, url: str, key: str) -> None:
        super().__init__(http, url, key, "/")
        self.next_message = 0

    async def open(self) -> str:
        """Fetch the page, and connect as its script does."""
        headers = {"Cookie": f"sessionid={self.key}"}
        async with self.http.get(f"{self.url}/", headers=headers) as answer:
            page = await answer.text()
        said = re.search(r"parseElements\(String\.raw`(.*?)`\)", page, re.DOTALL)
        query = re.search(r"query: (\{.*?\}),\n", page)
        assert said, page[-2000:]
        assert query, page[-2000:]
        self.elements = json.loads(html.unescape(said[1]))
        self.query = ast.literal_eval(query[1])  # a dict, as Python writes it
        fields = self.query | {"tab_id": uuid4().hex, "document_id": uuid4().hex}
        fields |= {"implicit_handshake": "true", "EIO": 4, "transport": "websocket"}
        where = f"{self.url}/_nicegui_ws/socket.io/?{urlencode(fields)}"
        self.socket = await self.http.ws_connect(where, headers=headers)
        await self.socket.receive_str()
        await self.socket.send_str("40")
        await self.socket.receive_str()
        self._start_reading()
        return page

    async def search(self, text: str) -> None:
        """Search."""
        await self._fire("bench_search", text, self.shows)

    async def next(self) -> None:
        """Turn the page."""
        await self._fire("click", {}, self.shows, which=0)

    async def begin(self) -> None:
        """Fill the form."""
        await self._fire("click", {}, '"update"', which=1)

    async def finish(self) -> None:
        """Save it."""
        await self._fire("bench_save", new_price(), self.shows)

    async def _fire(self, kind: str, args: Any, until: str, which: int = 0) -> None:
        listening = [
            (int(key), event["listener_id"])
            for key, element in self.elements.items()
            for event in element.get("events", [])
            if event["type"] == kind
        ]
        element, listener = listening[which]
        message = {"id": element, "client_id": self.query["client_id"]}
        message |= {"listener_id": listener, "args": [json.dumps(args)]}
        arrived = self._await(until)
        await self.socket.send_str("42" + json.dumps(["event", message]))
        await self.arrival(arrived)
