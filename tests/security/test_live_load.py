"""Live pages under load, and changes that no page made: every list is right at last."""

import asyncio
import json
import time
from pathlib import Path

import aiohttp

from frontend.live.feed import PAUSE
from tests.security.database import add_row, query
from tests.security.handlers import wire_name
from tests.security.people import browser, token_of
from tests.security.record import RECORD

EDITORS, EACH = 10, 50  # 500 changes; no tab may send many more in ten seconds
SUBSCRIBE = wire_name("ProductState.live_subscribe")
START = wire_name("ProductState.start_editing")
SAVE = wire_name("ProductState.save_product")
SHOWN = '"products_rx_state_"'
ROOM = 50  # megabytes; a tenth of the server's size


class Silent:
    """A page whose browser stops reading after its first list."""

    def __init__(self, url: str, cookie: str) -> None:
        self.url = f"{url}/_event/?token=silent&EIO=4&transport=websocket"
        self.headers = {"Origin": url, "Cookie": cookie}

    async def __aenter__(self) -> "Silent":
        self.session = aiohttp.ClientSession()
        self.socket = await self.session.ws_connect(self.url, headers=self.headers)
        await self.socket.send_str("40/_event,")
        here = {"pathname": "/products", "asPath": "/products", "query": {}}
        event = {"name": SUBSCRIBE, "payload": {}, "router_data": here}
        await self.read_until(lambda text: text.startswith("40/_event"))
        await self.socket.send_str(f"42/_event,{json.dumps(['event', event])}")
        await self.read_until(lambda text: SHOWN in text)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def read_until(self, condition) -> list[str]:
        """Read again, and give all frames that came until one fulfils it."""
        frames = []
        async with asyncio.timeout(20):
            while not frames or not condition(frames[-1]):
                frames.append(await self.socket.receive_str())
                if frames[-1] == "2":  # a ping
                    await self.socket.send_str("3")
        return frames


def shelf(server):
    """Give the names on the first page of the shelf."""
    sql = "SELECT name FROM shop_product ORDER BY name, id LIMIT 10"
    return [row["name"] for row in query(server, sql)]


def shown(wire):
    """Give the names that a page shows by now."""
    for frame in reversed(wire.frames):
        for variables in (frame.get("delta") or {}).values():
            if products := variables.get("products_rx_state_"):
                return [product["name"] for product in products]
    return []


async def change_many(tab, row_id):
    """Change one row many times, as fast as the server takes it."""
    tab.patience = 60
    form = {"price": "1.00", "sku": f"BURST-{row_id}", "description": ""}
    for number in range(EACH):
        await tab.post(START, {"product_id": row_id})
        form["name"] = f"{row_id % EDITORS} number {number:02} of {row_id}"
        await tab.post(SAVE, {"form_data": form})
    return await tab.send(wire_name("ProductState.reset_form"))


def megabytes(process):
    """Measure a process's memory (Linux)."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def test_500_changes_and_a_page_that_stops_reading(server, connect, people):
    edith = people["edith"]
    witness = await connect(edith, "/products")
    await witness.post(SUBSCRIBE)
    rows = [add_row(server, "shop_product", "edith") for _ in range(EDITORS)]
    tabs = [await connect(edith, "/products") for _ in range(EDITORS)]
    before = megabytes(server.process)
    async with Silent(server.url, f"sessionid={edith.session_key}") as silent:
        began = time.monotonic()
        await asyncio.gather(*map(change_many, tabs, rows))
        await witness.until(lambda: shown(witness) == shelf(server))
        last = json.dumps(shelf(server)[0])
        took = time.monotonic() - began
        frames = await silent.read_until(lambda text: last in text)
    updates = [frame for frame in frames if SHOWN in frame]
    assert 1 <= len(updates) <= took / PAUSE + 2
    assert megabytes(server.process) - before < ROOM
    assert all("number 49" in name for name in shelf(server))
    RECORD.faults += 1


async def test_change_by_the_admin(server, connect, people):
    row_id = add_row(server, "shop_product", "edith")
    query(server, "UPDATE shop_product SET name = ? WHERE id = ?", "0 a", row_id)
    witness = await connect(people["victor"], "/products")
    await witness.post(SUBSCRIBE)
    await witness.until(lambda: shown(witness)[:1] == ["0 a"])
    address = f"/admin/shop/product/{row_id}"

    def act(path, **form):
        with browser(server.url, sessionid=people["admin"].session_key) as http:
            form["csrfmiddlewaretoken"] = token_of(http)
            said = http.post(f"{address}/{path}/", data=form)
            assert said.headers["location"] == "/admin/shop/product/"

    form = {"name": "0 b", "price": "2.00", "sku": f"ADMIN-{row_id}", "is_active": "on"}
    await asyncio.to_thread(act, "change", **form, opened_with="1")
    await witness.until(lambda: shown(witness)[:1] == ["0 b"])
    await asyncio.to_thread(act, "delete", post="yes")
    await witness.until(lambda: "0 b" not in shown(witness))
    RECORD.faults += 1
