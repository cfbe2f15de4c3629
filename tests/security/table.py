"""Who may call which handler, and what it may change: the one table of the suite.

A handler that is registered and not listed here fails the tests, and so does one
that is listed and no longer there.
"""

from typing import NamedTuple

from tests.security.wire import Answer

SIGN_IN = "has to sign in"
NOT_ALLOWED = "is not allowed"
OUTDATED = "is told that the page is outdated"
UNEXPECTED = "is told that something went wrong"
SERVED = "is served"

SENTENCES = {
    "Your account may not do this. Ask an administrator for the permission.": (
        NOT_ALLOWED
    ),
    "This page is out of date. Reload it and try again.": OUTDATED,
    "Something went wrong. Reload the page and try again.": UNEXPECTED,
}


class Rule(NamedTuple):
    """What each of them gets to see, and the tables in which a call changes rows."""

    anonymous: str
    bruno: str  # owns stock of his own
    victor: str  # only watches the shelf
    edith: str  # edits the shelf
    changes: str = ""
    first: str = ""  # the handler that a page calls before


ALL = Rule(SERVED, SERVED, SERVED, SERVED)
MEMBERS = Rule(SIGN_IN, SERVED, SERVED, SERVED)
EDITORS = Rule(SIGN_IN, NOT_ALLOWED, NOT_ALLOWED, SERVED)
STOCK = MEMBERS._replace(changes="inventory_product")
MOVES = MEMBERS._replace(changes="inventory_product inventory_stockmovement")
SHELF = EDITORS._replace(changes="shop_product")
TASKS = MEMBERS._replace(changes="shop_task")

TABLE = {
    "DashboardState.load_dashboard": MEMBERS,
    "DashboardState.live_subscribe": MEMBERS,
    "ImportState.load_import": MEMBERS,
    "ImportState.start_import": MEMBERS,
    "ImportState.cancel_import": MEMBERS,
    "InventoryState.load_inventory": MEMBERS,
    "InventoryState.set_search_query": MEMBERS,
    "InventoryState.change_view": MEMBERS,
    "InventoryState.first_page": MEMBERS,
    "InventoryState.prev_page": MEMBERS,
    "InventoryState.next_page": MEMBERS,
    "InventoryState.last_page": MEMBERS,
    "InventoryState.start_creating": MEMBERS,
    "InventoryState.start_editing": MEMBERS,
    "InventoryState.reset_form": MEMBERS,
    "InventoryState.save_product": STOCK._replace(first="start_creating"),
    "InventoryState.delete_product": STOCK,
    "StockState.open_panel": MEMBERS,
    "StockState.close_panel": MEMBERS,
    "StockState.next_page": MEMBERS,
    "StockState.prev_page": MEMBERS,
    "StockState.receive_one": MOVES,
    "StockState.issue_one": MEMBERS,  # of none, none can be issued
    "StockState.record": MEMBERS,  # no panel is open
    "StockState.add_restock_task": TASKS,
    "PublishState.load_rights": MEMBERS,
    "PublishState.publish": SHELF,
    "PublishState.unpublish": EDITORS,
    "SelectionState.toggle": MEMBERS,
    "SelectionState.toggle_page": MEMBERS,
    "SelectionState.select_matching": MEMBERS,
    "SelectionState.clear": MEMBERS,
    "SelectionState.ask": MEMBERS,
    "SelectionState.cancel": MEMBERS,
    "SelectionState.confirm": MEMBERS,  # nothing was asked
    "SelectionState.undo_delete": MEMBERS,
    "SelectionState.dismiss_undo": MEMBERS,
    "InventoryState.undo_delete": MEMBERS,
    "ProductState.live_subscribe": MEMBERS,
    "ProductState.refresh": MEMBERS,
    "ProductState.set_search_query": MEMBERS,
    "ProductState.next_page": MEMBERS,
    "ProductState.prev_page": MEMBERS,
    "ProductState.start_creating": MEMBERS,
    "ProductState.start_editing": EDITORS,
    "ProductState.reset_form": MEMBERS,
    "ProductState.save_product": SHELF._replace(first="start_creating"),
    "ProductState.delete_product": SHELF,
    "TaskState.refresh_tasks": MEMBERS,
    "TaskState.add_task": TASKS,
    "TaskState.toggle_task": TASKS,
    "TaskState.delete_task": TASKS,
    "ProfileState.load_profile": MEMBERS,
    "NavbarState.sync_from_django": ALL,
    "NavbarState.pass_sign_in": ALL,
    "NavbarState.remember_theme": ALL,
    # Reflex's own, which every page needs
    "State.hydrate": ALL,
    "State.hydrate_and_load": ALL,
    "State.set_is_hydrated": ALL,
    "OnLoadInternalState.on_load_internal": ALL,
    "OnLoadInternalState.set_is_hydrated": ALL,
    "UpdateVarsInternalState.update_vars_internal": ALL,
    "FrontendEventExceptionState.handle_frontend_exception": ALL,
}
# What these are sent is Reflex's to check: whatever it is, it changes nothing.
UNCHECKED = ("State.", "OnLoad", "UpdateVars", "FrontendEvent")


def outcome(answer: Answer) -> str:
    """Say in the table's words what an event led to."""
    if any(url.startswith("/login?next=") for url in answer.redirects):
        return SIGN_IN
    for toast in answer.toasts:
        if toast in SENTENCES:
            return SENTENCES[toast]
    return SERVED
