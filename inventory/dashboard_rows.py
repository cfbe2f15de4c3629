"""What the dashboard's figures look like on their way to the page."""

from typing import TypedDict


class Totals(TypedDict):
    """The figures on top; ``value`` is money, ready to be read."""

    value: str
    products: int
    low_stock: int
    movements: int


class DayRow(TypedDict):
    """The pieces that came and went on one day, such as ``Nov 21``."""

    day: str
    received: int
    issued: int


class CategoryRow(TypedDict):
    """One category's value, for reading and for drawing; ``link`` may be empty."""

    name: str
    value: str
    amount: float
    link: str


class MoverRow(TypedDict):
    """A product that many pieces of went out."""

    name: str
    sku: str
    issued: int
    link: str


class MovementRow(TypedDict):
    """One movement; ``at`` is a moment in UTC, as ISO 8601."""

    id: int
    kind: str
    quantity: str
    name: str
    by: str
    at: str
    link: str


class Dashboard(TypedDict):
    """Everything, as the page takes it."""

    totals: Totals
    days: list[DayRow]
    categories: list[CategoryRow]
    top_movers: list[MoverRow]
    latest: list[MovementRow]
