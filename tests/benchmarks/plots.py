"""Draws the plots that the README shows, readable on light and on dark pages."""

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt

from tests.benchmarks.findings import Finding
from tests.benchmarks.parts.growth import GOAL

GREY = "#7a828e"  # readable on white and on black
COLOURS = ("#5b5bd6", "#e5484d", "#30a46c", "#f76b15")
STYLE: dict[str, Any] = {
    **dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor"), GREY),
    **dict.fromkeys(("xtick.color", "ytick.color"), GREY),
    "savefig.transparent": True,
    "svg.hashsalt": "benchmark",  # the same figures give the same file
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(found: list[Finding], folder: Path) -> None:
    """Draw what there are figures for."""
    with plt.rc_context(STYLE):
        if growth := [each for each in found if each.part == "growth" and each.goal]:
            _growth(growth, folder / "growth.svg")
        if peers := [each for each in found if each.part == "peers"]:
            _latency(peers, folder / "peers.svg")
            _throughput(peers, folder / "throughput.svg")


def _growth(found: list[Finding], file: Path) -> None:
    """Show each operation's ratio on each engine, beside the goal."""
    engines: dict[str, dict[str, float]] = {}
    for each in found:
        engine, _, name = each.what.partition(": ")
        engines.setdefault(engine, {})[name] = each.value
    names = [*dict.fromkeys(name for each in engines.values() for name in each)]
    figure, axes = plt.subplots(figsize=(8, 0.3 * len(names) + 1))
    height = 0.8 / len(engines)
    for number, (engine, values) in enumerate(engines.items()):
        where = [names.index(name) + number * height for name in values]
        colour = COLOURS[2 * number]  # red looks like a failure beside a goal
        axes.barh(where, [*values.values()], height, color=colour, label=engine)
    axes.set_yticks([at + 0.4 - height / 2 for at in range(len(names))], names)
    axes.invert_yaxis()
    axes.margins(y=0.01)
    axes.axvline(GOAL, color=GREY, linestyle="--")
    axes.set_xlabel(f"median with many rows, divided by that with few (goal: {GOAL})")
    axes.legend(frameon=False, loc="lower right")
    _save(figure, file)


def _latency(found: list[Finding], file: Path) -> None:
    """Show the medians of a search by the number of users."""
    wanted = [each for each in found if ", search: " in each.what]
    _lines(wanted, "search: median, ms", file)


def _throughput(found: list[Finding], file: Path) -> None:
    """Show the events per second by the number of users."""
    wanted = [each for each in found if ", saturated: " in each.what]
    _lines(wanted, "events per second, saturated", file)


def _lines(found: list[Finding], label: str, file: Path) -> None:
    """Draw a panel for each engine, with a line for each peer."""
    lines: dict[str, dict[str, dict[int, float]]] = {}
    for each in found:
        where, _, name = each.what.partition(": ")
        engine, users, _ = where.split(", ")
        of_peer = lines.setdefault(engine, {}).setdefault(name, {})
        of_peer[int(users.split()[0])] = each.value
    figure, panels = plt.subplots(1, len(lines), figsize=(8, 3.2), squeeze=False)
    for axes, (engine, peers) in zip(panels[0], lines.items(), strict=True):
        for colour, (name, values) in zip(COLOURS, peers.items(), strict=False):
            axes.plot(
                [*map(str, values)], [*values.values()], "o-", color=colour, label=name
            )
        axes.set_title(engine)
        axes.set_xlabel("connected users")
        axes.set_ylabel(label)
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False, fontsize=8)
    _save(figure, file)


def _save(figure: Any, file: Path) -> None:
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
