"""A moment, told in the time zone and the manner of whoever looks at it."""

import reflex as rx


def local_time(at: rx.Var[str]) -> rx.Component:
    """Show the moment ``at``, an ISO 8601 text with its offset; the browser tells it.

    The text is made in the page itself: the server knows nobody's time zone.
    """
    style = '{dateStyle: "medium", timeStyle: "short"}'
    text = rx.Var(
        f"new Date({at!s}).toLocaleString(undefined, {style})",
        _var_type=str,
        _var_data=at._get_all_var_data(),
    )
    return rx.el.time(text, date_time=at, style={"white_space": "nowrap"})
