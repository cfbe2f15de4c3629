"""The browser's address, kept equal to what a page shows.

A redirect would load the page anew: all its events would run. This only writes the
address down, which React Router does not notice, and Reflex reads it from the browser
itself. The back button is noticed, and loads what the address says: the router tells
steps apart by their keys, so the one that is left gets a new key, which it has not met.
"""

import json

import reflex as rx

LEAVE = "history.replaceState({...history.state,key:`${Date.now()}`},'')"


def show_query(route: str, query: str, *, replace: bool = False) -> rx.event.EventSpec:
    """Show another query in the address; ``replace`` adds no step for Back.

    Whoever has gone on to another page than ``route`` meanwhile keeps its address.
    """
    place = f"location.pathname+{json.dumps('?' + query if query else '')}"
    show = f"history.{'replace' if replace else 'push'}State(history.state,'',{place})"
    step = show if replace else f"{LEAVE},{show}"
    is_here = f"location.pathname.replace(/\\/$/,'')=={json.dumps(route)}"
    return rx.call_script(f"{is_here}&&({step})")
