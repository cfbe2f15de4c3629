"""The browser's address, kept equal to what a page shows.

A redirect would load the page anew: all its events would run. This only writes the
address down, which React Router does not notice, and Reflex reads it from the browser
itself. The back button is noticed, and loads what the address says.
"""

import json

import reflex as rx


def show_query(query: str, *, replace: bool = False) -> rx.event.EventSpec:
    """Show another query in the address; ``replace`` adds no step for Back."""
    how = "replace" if replace else "push"
    place = f"location.pathname+{json.dumps('?' + query if query else '')}"
    return rx.call_script(f"history.{how}State(history.state,'',{place})")
