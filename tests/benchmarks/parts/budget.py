"""Budgets: queries, changes of thread and bytes of each event, counted, not timed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.benchmarks.findings import Finding, limit
from tests.benchmarks.inventory_tab import InventoryTab
from tests.benchmarks.peers.tabs import HtmxTab
from tests.benchmarks.run import Run
from tests.benchmarks.servers import Serving, granian, serve, serve_app
from tests.security.handlers import wire_name

# Queries and changes of thread that an event may cost
LIST, SAVE, DELETE, OPEN = (3, 1), (5, 1), (4, 1), (4, 2)
SMALL = 220  # bytes
LIST_BYTES = 1.2  # times the fragment
QUIET = 0.1  # seconds without news: then an event has ended

type Counted = tuple[int, int, int]  # queries, switches, bytes


class Counter:
    """Counts what the server does for one tab, and what that is sent."""

    def __init__(self, server: Serving, tab: InventoryTab) -> None:
        self.server, self.tab = server, tab

    async def count(self, act: Callable[..., Awaitable[Any]], *args: Any) -> Counted:
        """Do something, wait until all that it sets off has ended, and count."""
        before = await self._settled()
        await act(*args)
        after = await self._settled()
        queries, switches, received = (
            b - a for a, b in zip(before, after, strict=True)
        )
        if act is not self.tab.send and not queries:
            raise RuntimeError("The server counts no queries.")
        return queries, switches, received

    async def _settled(self) -> Counted:
        last = await self._now()
        while True:
            await asyncio.sleep(QUIET)
            if (now := await self._now()) == last:
                return now
            last = now

    async def _now(self) -> Counted:
        said = await asyncio.to_thread(self.server.figures)
        return said["queries"], said["switches"], self.tab.received


async def measure(run: Run) -> list[Finding]:
    """Count on SQLite, whose statements are PostgreSQL's as well."""
    data = run.data("SQLite", run.scale.rows[0], what="budget")
    folder = run.folder / "budget"
    htmx = serve(
        "tests.benchmarks.peers.htmx:application",
        data,
        folder / "htmx",
        server=granian,
    )
    with serve_app(data, folder / "app", BENCH_WATCH="1") as app, htmx as django:
        async with aiohttp.ClientSession() as http:
            first = InventoryTab(http, app.url, data.sessions[0])
            await first.open()  # pays for what a process does once
            await first.close()
            tab = InventoryTab(http, app.url, data.sessions[0])
            counted = await _all_events(app, tab)
            fragment = await _fragment(HtmxTab(http, django.url, data.sessions[0]))
            await tab.close()
    found = []
    for name, (goal, (queries, switches, received)) in counted.items():
        limits = goal or (None, None)
        found.append(limit("budget", f"{name}: queries", queries, "", limits[0]))
        found.append(limit("budget", f"{name}: switches", switches, "", limits[1]))
        most = SMALL if name == "small event" else None
        found.append(limit("budget", f"{name}: bytes", received, "B", most))
    list_bytes = counted["next page"][1][2]
    what = f"list answer's bytes against the template fragment's ({fragment} B)"
    found.append(limit("budget", what, list_bytes / fragment, "×", LIST_BYTES))
    return found


async def _all_events(
    app: Serving, tab: InventoryTab
) -> dict[str, tuple[tuple[int, int] | None, Counted]]:
    counter = Counter(app, tab)
    found: dict[str, tuple[tuple[int, int] | None, Counted]] = {}
    await asyncio.to_thread(app.figures)
    found["open"] = OPEN, await counter.count(tab.open)
    found["search"] = LIST, await counter.count(tab.search, "table")
    found["search, nothing"] = LIST, await counter.count(tab.search, "")
    found["sort"] = LIST, await counter.count(tab.sort, "-price")
    found["next page"] = LIST, await counter.count(tab.next)
    found["last page"] = LIST, await counter.count(tab.last)
    small = wire_name("InventoryState.start_creating")
    await tab.send(small, until="form_open_rx_state_")
    close = wire_name("InventoryState.reset_form")
    found["small event"] = (
        None,
        await counter.count(tab.send, close, {}, "form_open_rx_state_"),
    )
    form = await tab.edit()
    found["save"] = SAVE, await counter.count(tab.save, form)
    found["delete"] = DELETE, await counter.count(tab.delete)
    return found


async def _fragment(peer: HtmxTab) -> int:
    """Give the bytes of the fragment with the rows of the next page."""
    await peer.open()
    before = peer.received
    await peer.next()
    return peer.received - before
