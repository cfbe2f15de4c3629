"""Looks that concern the whole app; the rest comes from the Radix theme."""

from urllib.parse import quote

import reflex as rx

_BOX = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"
 stroke="#3e63dd" stroke-width="2"><path d="M3 7l9-4 9 4v10l-9 4-9-4z"/>
<path d="M3 7l9 4 9-4M12 11v10"/></svg>"""
FAVICON = f"data:image/svg+xml,{quote(_BOX)}"

BORDER = rx.color("gray", 9)
EDGE = {"box_shadow": f"inset 0 0 0 1px {BORDER}"}

STYLE = {
    # For the keyboard: the first Tab shows a link past the navbar.
    ".skip-link": {
        "position": "absolute",
        "left": "-100vw",
        "padding": "0.5rem 1rem",
        "background": rx.color("gray", 1),
        "z_index": "20",
        ":focus": {"left": "0"},
    },
    # For screen readers only
    ".visually-hidden": {
        "position": "absolute",
        "width": "1px",
        "height": "1px",
        "overflow": "hidden",
        "clip_path": "inset(50%)",
        "white_space": "nowrap",
    },
    # A column's heading that sorts, and a menu of the browser's own: as the theme.
    ".sort-header": {
        "display": "inline-flex",
        "align_items": "center",
        "gap": "0.25rem",
        "font": "inherit",
        "color": "inherit",
        "background": "none",
        "border": "0",
        "padding": "0",
        "cursor": "pointer",
    },
    ".choice": {
        "font": "inherit",
        "font_size": "var(--font-size-2)",
        "height": "2.5rem",
        "max_width": "12rem",
        "padding": "0 0.5rem",
        "color": rx.color("gray", 12),
        "background": rx.color("gray", 1),
        "border": f"1px solid {BORDER}",
        "border_radius": "var(--radius-3)",
    },
    "input.choice": {"max_width": "100%", "padding": "0.4rem 0.5rem"},
    ".choice::file-selector-button": {
        "font": "inherit",
        "margin_right": "0.75rem",
        "padding": "0 0.75rem",
        "color": rx.color("gray", 12),
        "background": rx.color("gray", 4),
        "border": "0",
        "border_radius": "var(--radius-2)",
    },
    # The theme's borders are fainter than WCAG 1.4.11 asks of what one types into.
    ".rt-TextFieldRoot, .rt-TextAreaRoot": EDGE,
    ".rt-BaseCheckboxRoot[data-state=unchecked]::before": EDGE,
    # A form on its way to Django (http_form.js) takes no second click.
    "form[aria-busy=true] button": {"opacity": "0.6", "cursor": "progress"},
}
