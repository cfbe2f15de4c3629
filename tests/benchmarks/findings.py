"""What was measured: medians with their spread, and whether a goal is met."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that this share of all does not exceed (0.99 is p99)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class Spread:
    """Many measurements of one thing, summed up."""

    median: float
    p25: float
    p75: float
    p99: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Sum up what was measured."""
        return cls(
            statistics.median(values),
            percentile(values, 0.25),
            percentile(values, 0.75),
            percentile(values, 0.99),
            len(values),
        )


@dataclass(frozen=True)
class Finding:
    """One line of the table.

    ``value`` is what the goal speaks of, often a ratio; ``spread`` is what it comes
    from, in ``unit``. ``met`` is None where there is no goal.
    """

    part: str
    what: str
    value: float
    unit: str
    goal: str = ""
    met: bool | None = None
    spread: Spread | None = None
    against: Spread | None = None

    @classmethod
    def from_json(cls, figures: dict[str, Any]) -> "Finding":
        """Read what ``as_json`` has given."""
        both = {
            name: Spread(**figures[name]) if figures[name] else None
            for name in ("spread", "against")
        }
        return cls(**figures | both)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return asdict(self)


def ratio(
    part: str,
    what: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    at_most: float | None = None,
) -> Finding:
    """Compare the medians of two series in milliseconds that were taken in turn."""
    mine, others = Spread.of(ours), Spread.of(theirs)
    value = mine.median / others.median
    goal = f"≤ {at_most:g} ×" if at_most else ""
    met = value <= at_most if at_most else None
    return Finding(part, what, value, "×", goal, met, mine, others)


def limit(
    part: str,
    what: str,
    value: float,
    unit: str,
    at_most: float | None = None,
    spread: Spread | None = None,
) -> Finding:
    """Note a figure, and whether it stays within its limit."""
    goal = f"≤ {at_most:g} {unit}" if at_most is not None else ""
    met = value <= at_most if at_most is not None else None
    return Finding(part, what, value, unit, goal, met, spread)
