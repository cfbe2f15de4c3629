"""Bars from day to day, drawn as plain SVG: no chart library has to be downloaded."""

from collections.abc import Callable
from typing import NamedTuple

import reflex as rx

# The end of the scale: just above the highest bar, and its half is a whole number.
SCALE = rx.vars.FunctionStringVar.create(
    "((rows, names) => {"
    " const most = Math.max(2, ...rows.flatMap((row) => names.map((n) => row[n])));"
    " const step = Math.max(2, 10 ** Math.floor(Math.log10(most)));"
    " return Math.ceil(most / step) * step; })"
)
NUMBERS = {"font_variant_numeric": "tabular-nums"}
SOFT = rx.color("gray", 11)


class Series(NamedTuple):
    """One bar of each day: the row's key, what it is called, and its colour."""

    key: str
    name: str
    color: str


def bar_chart(
    rows: rx.Var[list],
    *series: Series,
    title: Callable[[rx.Var], rx.Var[str]],
    height: str,
    gap: int = 4,
) -> rx.Component:
    """Draw a bar per row and series; each row has a ``day``, and a title to point at.

    ``gap`` is what lies between two days, in tenths of a bar's width. All of it is one
    picture: whoever puts it on a page says in words what it shows.
    """
    scale = SCALE.call(rows, [each.key for each in series]).to(int)
    slot = 10 * len(series) + gap
    drawing = rx.el.svg(
        rx.foreach(rows, lambda row, day: _bars(row, day, series, title, scale, gap)),
        view_box=f"0 0 {rows.length() * slot} {scale}",
        preserve_aspect_ratio="none",
        shape_rendering="crispEdges",
        style={"display": "block", "width": "100%", "height": "100%"},
    )
    return rx.box(
        rx.grid(
            _scale_labels(scale),
            rx.box(drawing, height=height, background=_lines()),
            rx.box(),
            _first_and_last(rows),
            columns="auto minmax(0, 1fr)",
            gap="0.25rem 0.5rem",
        ),
        _legend(series) if len(series) > 1 else rx.fragment(),
        width="100%",
    )


def _bars(
    row: rx.Var,
    day: rx.Var[int],
    series: tuple[Series, ...],
    title: Callable[[rx.Var], rx.Var[str]],
    scale: rx.Var[int],
    gap: int,
) -> rx.Component:
    """Draw one day: its bars, on a ground that can be pointed at where none is."""
    slot = 10 * len(series) + gap
    ground = {"x": day * slot, "y": 0, "width": slot, "height": scale}
    return rx.el.svg.g(
        rx.el.svg.title(title(row)),
        rx.el.svg.rect(**ground, fill="transparent"),
        *[
            rx.el.svg.rect(
                x=day * slot + gap // 2 + 10 * place,
                y=scale - row[each.key].to(int),
                width=10,
                height=row[each.key].to(int),
                fill=each.color,
            )
            for place, each in enumerate(series)
        ],
    )


def _lines() -> str:
    """Rule the picture at the top, in the middle and at the bottom."""
    line = "linear-gradient(var(--gray-6), var(--gray-6)) no-repeat"
    return ", ".join(f"{line} 0 {place} / 100% 1px" for place in ("0", "50%", "100%"))


def _scale_labels(scale: rx.Var[int]) -> rx.Component:
    """Say what the lines stand for."""
    labels = (scale, scale / 2, 0)
    return rx.flex(
        *[rx.text(label, size="1", color=SOFT, line_height="1") for label in labels],
        direction="column",
        justify="between",
        align="end",
        margin_y="-0.35rem",
        **NUMBERS,
    )


def _first_and_last(rows: rx.Var[list]) -> rx.Component:
    """Say from which day to which."""
    return rx.flex(
        *[rx.text(rows[end]["day"], size="1", color=SOFT) for end in (0, -1)],
        justify="between",
    )


def _legend(series: tuple[Series, ...]) -> rx.Component:
    """Tell the colours apart."""
    return rx.flex(
        *[
            rx.hstack(
                rx.box(width="0.75rem", height="0.75rem", background=each.color),
                rx.text(each.name, size="2"),
                align="center",
                spacing="2",
            )
            for each in series
        ],
        justify="center",
        spacing="4",
        margin_top="0.5rem",
    )
