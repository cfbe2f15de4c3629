"""Live: how soon, how often and at what cost open pages show what one person saves."""

import asyncio
from typing import Any

import aiohttp

from tests.benchmarks.findings import Finding, Spread, limit
from tests.benchmarks.run import Run
from tests.benchmarks.servers import Data, Serving, serve_app
from tests.benchmarks.shelf_tab import ShelfTab
from tests.benchmarks.stalls import stopwatch

WITHIN = 100  # milliseconds at p99, with the most pages
PER_SECOND = 10  # updates of one page
REST = 0.4  # seconds between two saves that are timed
EDITORS = 5  # who make the burst, each on a row of their own


async def measure(run: Run) -> list[Finding]:
    """Watch saves with more and more pages, then a burst."""
    found = []
    for engine in run.scale.engines:
        data = run.data(engine, run.scale.rows[0], what="live")
        folder = run.folder / f"live-{engine}"
        queries: dict[int, float] = {}
        with serve_app(data, folder, BENCH_WATCH="1") as app:
            for count in run.scale.pages:
                took, queries[count] = await _watch(run, app, data, engine, count)
                spread = Spread.of(took)
                within = WITHIN if count == max(run.scale.pages) else None
                what = f"{engine}: save to the page, {count} pages, p99"
                found.append(limit("live", what, spread.p99, "ms", within, spread))
            found += await _burst(run, app, data, engine)
        few, many = queries[min(queries)], queries[max(queries)]
        what = f"{engine}: queries per change, {max(queries)} pages ({few:.3g} with 1)"
        goal = "as with one page"
        found.append(Finding("live", what, many, "", goal, many <= few * 1.25 + 1))
    return found


async def _watch(
    run: Run, app: Serving, data: Data, engine: str, count: int
) -> tuple[list[float], float]:
    took: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        pages = await _open(http, app, data, count)
        editor = ShelfTab(http, app.url, data.sessions[0])
        await editor.open()
        row = editor.products[0]
        await asyncio.to_thread(app.figures)
        before = (await asyncio.to_thread(app.figures))["queries"]
        for i in run.rounds(f"live on {engine}, {count} pages", run.scale.saves):
            name = f"Shelf 000 {count}-{i}-"
            seen = [asyncio.create_task(_seen(page, name)) for page in pages]
            await editor.edit(row)
            await asyncio.sleep(REST)
            began = stopwatch()
            await editor.rename(row, name)
            took += [moment - began for moment in await asyncio.gather(*seen)]
        await asyncio.sleep(REST)
        after = (await asyncio.to_thread(app.figures))["queries"]
        for tab in (*pages, editor):
            await tab.close()
    return took, (after - before) / run.scale.saves


async def _burst(run: Run, app: Serving, data: Data, engine: str) -> list[Finding]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        pages = await _open(http, app, data, max(run.scale.pages))
        editors = await _open(http, app, data, EDITORS)
        rows = editors[0].products[:EDITORS]
        each = run.scale.burst // EDITORS
        before = [page.frames for page in pages]
        began = stopwatch()
        last = [
            asyncio.create_task(_seen(page, f"Shelf 00{number} end"))
            for number in range(EDITORS)
            for page in pages[number::EDITORS]
        ]
        await asyncio.gather(*map(_rename_often, editors, rows, range(5), [each] * 5))
        await asyncio.gather(*last)
        await asyncio.sleep(REST * 2)  # what is still under way
        seconds = (stopwatch() - began) / 1000
        witness = ShelfTab(http, app.url, data.sessions[0])
        await witness.open()
        exact = sum(page.products == witness.products for page in pages)
        most = max(p.frames - b for p, b in zip(pages, before, strict=True)) / seconds
        for tab in (*pages, *editors, witness):
            await tab.close()
    what = f"{engine}: updates of one page per second in {run.scale.burst} changes"
    ends = f"{engine}: pages that end exact, of {len(pages)}"
    return [
        limit("live", what, most, "/s", PER_SECOND),
        Finding("live", ends, exact, "", "all", exact == len(pages)),
    ]


async def _rename_often(
    tab: ShelfTab, row: dict[str, Any], number: int, times: int
) -> None:
    """Change one row many times, each time as soon as its form is open."""
    for i in range(times):
        await tab.edit(row)
        await tab.rename(row, f"Shelf 00{number} {'end' if i == times - 1 else i}")


async def _open(
    http: aiohttp.ClientSession, app: Serving, data: Data, count: int
) -> list[ShelfTab]:
    keys = [data.sessions[i % len(data.sessions)] for i in range(count)]
    pages = [ShelfTab(http, app.url, key) for key in keys]
    for page in pages:
        await page.open()
    return pages


async def _seen(page: ShelfTab, text: str) -> float:
    """Give the moment at which a page gets this text."""
    await page.until(text)
    return stopwatch()
