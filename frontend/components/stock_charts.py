"""What stock is drawn as, in the colours of the theme."""

import reflex as rx

from frontend.components.bar_chart import SCALE, Series, bar_chart
from inventory.history import DAYS

RECEIVED = Series("received", "Received", "var(--accent-9)")
ISSUED = Series("issued", "Issued", "var(--amber-9)")
BALANCE = Series("balance", "In stock", "var(--accent-8)")


def movements_chart(days: rx.Var[list]) -> rx.Component:
    """Draw the pieces received and issued, day by day."""
    return _picture(
        bar_chart(
            days,
            RECEIVED,
            ISSUED,
            title=lambda day: (
                f"{day['day']}: {day['received']} received, {day['issued']} issued"
            ),
            height="200px",
        ),
        "Bars: pieces received and issued on each of the last 30 days",
    )


def balance_chart(balances: rx.Var[list]) -> rx.Component:
    """Draw what was in stock, day by day."""
    return _picture(
        bar_chart(
            balances,
            BALANCE,
            title=lambda day: f"{day['day']}: {day['balance']} in stock",
            height="130px",
            gap=0,  # a balance holds until the next one
        ),
        f"Stock over the last {DAYS} days",
    )


def share_bar(
    rows: rx.Var[list], key: str, amount: rx.Var[float] | rx.Var[int]
) -> rx.Component:
    """Draw one amount of a list beside the others; the number itself is its text."""
    return rx.box(
        rx.el.svg(
            rx.el.svg.rect(width=amount.to(int), height=1, fill="var(--accent-9)"),
            view_box=f"0 0 {SCALE.call(rows, [key])} 1",
            preserve_aspect_ratio="none",
            style={"display": "block", "width": "100%", "height": "100%"},
        ),
        height="0.5rem",
        margin_top="0.25rem",
        background="var(--gray-3)",
        aria_hidden=True,
    )


def _picture(chart: rx.Component, description: str) -> rx.Component:
    """Tell those who cannot see the chart what it shows."""
    return rx.box(chart, role="img", aria_label=description, width="100%")
