"""Writes what was measured: a table to read, figures to reckon with, plots to see."""

import json
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.findings import Finding, Spread

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "benchmarks"
HEADS = ("what", "figure", "goal", "met", "median (p25–p75)", "against", "p99", "n")


def lines(found: Iterable[Finding]) -> str:
    """Give the lines for the terminal."""
    return "\n".join(" | ".join(filter(None, line(finding))) for finding in found)


def line(finding: Finding) -> tuple[str, ...]:
    """Put a finding into words."""
    met = {True: "yes", False: "**no**", None: ""}[finding.met]
    return (
        f"{finding.part}: {finding.what}",
        f"{number(finding.value)} {finding.unit}",
        finding.goal,
        met,
        spread(finding.spread),
        spread(finding.against),
        number(finding.spread.p99) if finding.spread else "",
        str(finding.spread.count) if finding.spread else "",
    )


def spread(found: Spread | None) -> str:
    """Write a median and the middle half around it."""
    if found is None:
        return ""
    return f"{number(found.median)} ({number(found.p25)}–{number(found.p75)})"


def number(value: float) -> str:
    """Write three figures, as many as there are to trust."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def write(found: list[Finding], machine: dict[str, str]) -> None:
    """Write docs/benchmarks; of parts that were not measured, the last figures stay."""
    from tests.benchmarks import plots

    FOLDER.mkdir(parents=True, exist_ok=True)
    measured = {each.part for each in found}
    found = [each for each in _known() if each.part not in measured] + found
    figures = {"machine": machine, "findings": [each.as_json() for each in found]}
    (FOLDER / "results.json").write_text(json.dumps(figures, indent=1) + "\n")
    (FOLDER / "results.md").write_text(markdown(found, machine))
    plots.draw(found, FOLDER)


def _known() -> list[Finding]:
    """Give what was measured before."""
    file = FOLDER / "results.json"
    known = json.loads(file.read_text())["findings"] if file.exists() else []
    return [Finding.from_json(each) for each in known]


def markdown(found: list[Finding], machine: dict[str, str]) -> str:
    """Write the table as a page."""
    lines = [
        "# What the benchmark measured",
        "",
        f"Last written by `{machine['command']}`. Milliseconds, unless it says "
        "otherwise; what is compared was measured in turn, in one run.",
        "",
        *(f"- {name}: {value}" for name, value in machine.items() if name != "command"),
        "",
        f"| {' | '.join(HEADS)} |",
        f"|{'---|' * len(HEADS)}",
        *(f"| {' | '.join(line(finding))} |" for finding in found),
        "",
    ]
    return "\n".join(lines)
