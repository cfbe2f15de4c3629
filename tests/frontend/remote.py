"""Every event that a browser may send, with arguments as a page would send them."""
# pyright: reportAttributeAccessIssue=false
# (ModelState makes most of its handlers at run time)

from typing import Any

from reflex.state import (
    FrontendEventExceptionState,
    OnLoadInternalState,
    State,
    UpdateVarsInternalState,
)

from frontend.states.dashboard import DashboardState
from frontend.states.imports import ImportState
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.products import ProductState
from frontend.states.profile import ProfileState
from frontend.states.publishing import PublishState
from frontend.states.selection import SelectionState
from frontend.states.stock import StockState
from frontend.states.tasks import TaskState

PRODUCT = {"name": "Cup", "sku": "cup-1", "price": "4.80"}

# Handler, then its arguments. Whoever is not signed in may send none of these.
PRIVATE: list[tuple[Any, ...]] = [
    (TaskState.refresh_tasks,),
    (TaskState.add_task, {"title": "Count the cups", "form_key": "0"}),
    (TaskState.toggle_task, 1),
    (TaskState.delete_task, 1),
    (DashboardState.load_dashboard,),
    (DashboardState.live_subscribe,),
    (ImportState.load_import,),
    (ImportState.start_import,),
    (ImportState.cancel_import,),
    (InventoryState.load_inventory,),
    (InventoryState.set_search_query, "cup"),
    (InventoryState.change_view, "sort", "price"),
    (InventoryState.first_page,),
    (InventoryState.prev_page,),
    (InventoryState.next_page,),
    (InventoryState.last_page,),
    (InventoryState.start_creating,),
    (InventoryState.start_editing, 1),
    (InventoryState.reset_form,),
    (InventoryState.save_product, {**PRODUCT, "category": ""}),
    (InventoryState.delete_product, 1),
    (ProfileState.load_profile,),
    (StockState.open_panel, 1),
    (StockState.next_page,),
    (StockState.prev_page,),
    (StockState.close_panel,),
    (StockState.receive_one, 1),
    (StockState.issue_one, 1),
    (StockState.record, {"kind": "count", "quantity": "1", "form_key": "0"}),
    (StockState.add_restock_task, 1),
    (PublishState.load_rights,),
    (PublishState.publish, 1),
    (PublishState.unpublish, 1),
    (SelectionState.toggle, 1),
    (SelectionState.toggle_page,),
    (SelectionState.select_matching,),
    (SelectionState.clear,),
    (SelectionState.ask, "delete"),
    (SelectionState.cancel,),
    (SelectionState.confirm, {"action": "delete", "new_category": ""}),
    (SelectionState.undo_delete,),
    (SelectionState.dismiss_undo,),
    (InventoryState.undo_delete, 1),
    (ProductState.live_subscribe,),
    (ProductState.refresh,),
    (ProductState.set_search_query, "cup"),
    (ProductState.next_page,),
    (ProductState.prev_page,),
    (ProductState.start_creating,),
    (ProductState.start_editing, 1),
    (ProductState.reset_form,),
    (ProductState.save_product, {**PRODUCT, "description": ""}),
    (ProductState.delete_product, 1),
]

# Ours, and what Reflex itself sends from every page
PUBLIC: list[Any] = [
    NavbarState.sync_from_django,
    NavbarState.pass_sign_in,
    NavbarState.remember_theme,
    State.hydrate,
    State.hydrate_and_load,
    State.set_is_hydrated,
    OnLoadInternalState.on_load_internal,
    OnLoadInternalState.set_is_hydrated,
    UpdateVarsInternalState.update_vars_internal,
    FrontendEventExceptionState.handle_frontend_exception,
]
