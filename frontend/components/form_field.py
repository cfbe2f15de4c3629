"""A labelled input with the place for its error right below it."""

import reflex as rx

FIELD_HEIGHT = "3"  # Radix size: 40 px, comfortable to touch


def form_field(
    label: str, name: str, *, error: rx.Var[str] | str = "", **props
) -> rx.Component:
    """Build a one-line input; ``props`` go to the input itself."""
    return _labelled(
        label, name, rx.input(size=FIELD_HEIGHT, **_wiring(name, error), **props), error
    )


def form_area(
    label: str, name: str, *, error: rx.Var[str] | str = "", **props
) -> rx.Component:
    """Build an input for a longer text; ``props`` go to the input itself."""
    return _labelled(
        label,
        name,
        rx.text_area(size=FIELD_HEIGHT, **_wiring(name, error), **props),
        error,
    )


def field_error(name: str, message: rx.Var[str] | str = "") -> rx.Component:
    """Show what is wrong with the field ``name``; empty while nothing is."""
    return rx.text(
        message,
        id=f"{name}-error",
        role="alert",
        size="2",
        color=rx.color("red", 11),
        custom_attrs={"data-error-for": name},
    )


def _wiring(name: str, error: rx.Var[str] | str) -> dict:
    """Tie the input to its label and its error, for assistive technology."""
    return {
        "id": name,
        "name": name,
        "aria_invalid": rx.cond(error, True, False),
        "aria_describedby": f"{name}-error",
        "width": "100%",
    }


def _labelled(
    label: str, name: str, control: rx.Component, error: rx.Var[str] | str
) -> rx.Component:
    text = rx.text(label, as_="span", size="2", weight="medium")
    return _above_error(name, error, rx.el.label(text, html_for=name), control)


def _above_error(
    name: str, error: rx.Var[str] | str, *parts: rx.Component
) -> rx.Component:
    return rx.vstack(*parts, field_error(name, error), spacing="1", width="100%")


def form_switch(
    label: str, name: str, checked: rx.Var[bool], *, error: rx.Var[str] | str = ""
) -> rx.Component:
    """Build a switch; while it is off, the form does not mention it."""
    switch = rx.switch(
        name=name, default_checked=checked, aria_describedby=f"{name}-error"
    )
    text = rx.text(label, as_="span", size="2", weight="medium")
    label_with_switch = rx.el.label(rx.hstack(switch, text, align="center"))
    return _above_error(name, error, label_with_switch)
