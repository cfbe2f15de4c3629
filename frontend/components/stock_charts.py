"""The dashboard's two charts, in the colours of the theme."""

from typing import Any

import reflex as rx

TICKS: Any = {"fill": "var(--gray-11)", "fontSize": 12}
# What moves by itself is never quite drawn when one looks, or prints it.
STILL: Any = {"is_animation_active": False}


def movements_chart(days: rx.Var[list]) -> rx.Component:
    """Draw the pieces received and issued, day by day."""
    return _picture(
        rx.recharts.bar_chart(
            rx.recharts.bar(
                data_key="received", name="Received", fill="var(--accent-9)", **STILL
            ),
            rx.recharts.bar(
                data_key="issued", name="Issued", fill="var(--amber-9)", **STILL
            ),
            rx.recharts.x_axis(data_key="day", tick=TICKS, min_tick_gap=16),
            rx.recharts.y_axis(tick=TICKS, width=48, allow_decimals=False),
            rx.recharts.cartesian_grid(vertical=False, stroke="var(--gray-5)"),
            rx.recharts.legend(),
            _tooltip(),
            data=days,
            width="100%",
            height=260,
        ),
        "Bars: pieces received and issued on each of the last 30 days",
    )


def categories_chart(categories: rx.Var[list]) -> rx.Component:
    """Draw the value of stock in each category, the largest first."""
    return _picture(
        rx.recharts.bar_chart(
            rx.recharts.bar(
                data_key="amount", name="Value", fill="var(--accent-9)", **STILL
            ),
            rx.recharts.x_axis(type_="number", hide=True),
            rx.recharts.y_axis(
                data_key="name", type_="category", tick=TICKS, width=110
            ),
            _tooltip(),
            data=categories,
            layout="vertical",
            width="100%",
            height=260,
        ),
        "Bars: the value of each category, as in the list below",
    )


def _tooltip() -> rx.Component:
    colors = {"background": "var(--gray-1)", "border": "1px solid var(--gray-6)"}
    return rx.recharts.graphing_tooltip(
        content_style={**colors, "borderRadius": "var(--radius-3)"},
        cursor={"fill": "var(--gray-a3)"},
        **STILL,
    )


def _picture(chart: rx.Component, description: str) -> rx.Component:
    """Tell those who cannot see the chart what it shows."""
    return rx.box(chart, role="img", aria_label=description, width="100%")
