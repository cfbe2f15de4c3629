"""Growth: what each operation takes with many rows of one owner, against few.

Where a search finds more of many rows, its page is longer, too: the findings say so.
Two words are searched for a second time, where both sides find one.
The dashboard adds all of them up, and is measured without a goal.
"""

import statistics
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.benchmarks.dashboard_tab import DashboardTab
from tests.benchmarks.findings import Finding, ratio
from tests.benchmarks.inventory_tab import InventoryTab
from tests.benchmarks.run import Run
from tests.benchmarks.servers import Serving, serve_app
from tests.benchmarks.stalls import stopwatch

GOAL = 1.25
ENGINES = ("SQLite", "PostgreSQL")
WARM_UP = 1  # rounds that are not counted
SORTS = ("-price", "category", "-stock", "level")
FILTERS = {"category": "Category 07", "status": "inactive", "low_stock": "1"}
FILTERED = {"search, 1 %": "walnut", "search, 11 %": "oak"}
PAGES = 10  # that a round turns
DASHBOARD = "open the dashboard"

type Took = dict[str, list[tuple[float, int]]]  # milliseconds, and rows on the page


async def measure(run: Run) -> list[Finding]:
    """Compare few rows with many on both engines, in turn within each round."""
    found = []
    for engine in ENGINES:
        few, many = [
            run.data(engine, rows, sessions=4, what="growth") for rows in run.scale.rows
        ]
        with (
            serve_app(few, run.folder / f"{engine}-few") as small,
            serve_app(many, run.folder / f"{engine}-many") as large,
        ):
            keys = few.sessions[0], many.sessions[0]
            took = await _rounds(run, engine, (small, large), keys)
        found += [
            _compared(engine, name, took[1][name], took[0][name]) for name in took[0]
        ]
    return found


def _compared(engine: str, name: str, *sides: list[tuple[float, int]]) -> Finding:
    (many, rows), (few, rows_of_few) = (zip(*side, strict=True) for side in sides)
    shown, shown_of_few = map(statistics.median_low, (rows, rows_of_few))
    if shown != shown_of_few:
        name += f", {shown} rows against {shown_of_few}"
    goal = None if name == DASHBOARD else GOAL
    return ratio("growth", f"{engine}: {name}", many, few, goal)


async def _rounds(
    run: Run, engine: str, apps: tuple[Serving, Serving], keys: tuple[str, str]
) -> tuple[Took, Took]:
    took: tuple[Took, Took] = defaultdict(list), defaultdict(list)
    async with aiohttp.ClientSession() as http:
        for i in run.rounds(f"growth on {engine}", run.scale.rounds + WARM_UP):
            for side in (0, 1) if i % 2 else (1, 0):
                once = await _session(InventoryTab(http, apps[side].url, keys[side]), i)
                dashboard = DashboardTab(http, apps[side].url, keys[side], "/dashboard")
                once[DASHBOARD] = [(await _opened(dashboard), 0)]
                if i >= WARM_UP:
                    for name, values in once.items():
                        took[side][name] += values
    return took


async def _opened(tab: DashboardTab) -> float:
    began = stopwatch()
    await tab.open()
    took = stopwatch() - began
    await tab.close()
    return took


async def _session(tab: InventoryTab, i: int) -> Took:
    """Do everything once, on one tab."""
    took: Took = defaultdict(list)

    async def timed(name: str, act: Callable[..., Awaitable[Any]], *args: Any) -> None:
        began = stopwatch()
        await act(*args)
        took[name].append((stopwatch() - began, len(tab.products)))

    await timed("open", tab.open)
    number = f"{(i + 1) * 7919:07}"
    searches = {
        "search, rare": number,
        "search, an SKU": f"bench-{(i + 1) * 13:07}",
        "search, two words": f"table {number[:4]}",
        "search, two words, one row": f"table {(i + 1) * 2 * 7919:07}",
        "search, two frequent words": "oak table",
        "search, 2 %, by their category": f"category {i:02}",
        "search, a thousandth": number[:4],
        "search, 1 %": "walnut",
        "search, 11 %": "oak",
        "search, frequent": "table",
        "search, none": "absent",
    }
    for name, text in searches.items():
        await timed(name, tab.search, text)
        await tab.search("")
    await tab.sort("-price")
    await timed("search, 1 %, by price", tab.search, "walnut")
    await tab.search("")
    await tab.sort("name")
    for _ in range(PAGES):
        await timed("next page", tab.next)
    await timed("last page", tab.last)
    await tab.first()
    for column in SORTS:
        await timed(f"sort by {column.strip('-')}", tab.sort, column)
    await tab.sort("name")
    await _filters(tab, timed)
    form = await tab.edit()
    await timed("save", tab.save, form)
    await timed("delete", tab.delete)
    await tab.undo()
    await tab.close()
    return took


async def _filters(tab: InventoryTab, timed: Callable[..., Awaitable[None]]) -> None:
    """Sort and search within each filter."""
    for name, value in FILTERS.items():
        filtered = f"filter by {name.replace('_', ' ')}"
        await timed(filtered, tab.filter, name, value)
        for column in SORTS:
            await timed(f"{filtered}, sort", tab.sort, column)
        await tab.sort("name")
        for search, text in FILTERED.items():
            await timed(f"{filtered}, {search}", tab.search, text)
            await tab.search("")
        await tab.filter(name, "")
