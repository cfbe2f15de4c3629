"""The app: every page, what it loads, and what guards it."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from django.conf import settings
from reflex_base.config import get_config

from frontend import (
    routes,
    style,
    upstream_cost,
    upstream_events,
    upstream_memory,
    upstream_sockets,
)
from frontend.components import connection_notice
from frontend.components.crash_boundary import crash_boundary
from frontend.events import faults
from frontend.events.gate import Gate
from frontend.events.kept_search import DjangoEventBridge
from frontend.events.limit import EventLimit
from frontend.pages.dashboard import dashboard_page
from frontend.pages.imports import import_page
from frontend.pages.index import index_page
from frontend.pages.inventory import inventory_page
from frontend.pages.not_found import not_found_page
from frontend.pages.products import products_page
from frontend.pages.profile import profile_page
from frontend.pages.sign_in import sign_in_page
from frontend.pages.sign_up import sign_up_page
from frontend.pages.tasks import tasks_page
from frontend.server.app import ServedApp
from frontend.server.web_security import secure_answers
from frontend.startup import startup
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
from frontend.tabs.serving import serve_tabs

# Whoever is not signed in sends them no event; whoever signs in finds them empty.
PRIVATE_STATES = (
    *(DashboardState, ImportState, InventoryState, ProductState, ProfileState),
    *(PublishState, SelectionState, StockState, TaskState),
)

app = ServedApp(
    style=style.STYLE,
    head_components=[rx.el.link(rel="icon", href=style.FAVICON)],
    extra_app_wraps={
        (55, "ErrorBoundary"): lambda _: crash_boundary(),
        (40, "ConnectionNotice"): lambda _: connection_notice.overlay(),
        (5, "Overlay"): lambda _: rx.fragment(),  # Reflex's own, for developers
    },
    html_lang="en",
    toaster=rx.toast.provider(rich_colors=False),  # too faint in the light theme
    backend_exception_handler=faults.report,
    api_transformer=secure_answers,
)
app.add_middleware(EventLimit())
app.add_middleware(DjangoEventBridge())
app.add_middleware(Gate(PRIVATE_STATES))
app.register_lifespan_task(startup)
serve_tabs(app, settings.REDIS_URL, get_config().redis_token_expiration)


def add_page(
    page: Callable[[], rx.Component], route: str, title: str, *on_load: Any
) -> None:
    """Add a page under its title; whoever is signed in is looked at first."""
    app.add_page(
        page,
        route=route,
        title=f"{title} · Stockroom",
        on_load=[NavbarState.sync_from_django, *on_load],
    )


add_page(index_page, routes.HOME, "Reflex on Django")
add_page(dashboard_page, routes.DASHBOARD, "Dashboard", DashboardState.live_subscribe)
add_page(
    inventory_page,
    routes.INVENTORY,
    "Inventory",
    InventoryState.load_inventory,
    PublishState.load_rights,
)
add_page(import_page, routes.IMPORT, "Import products", ImportState.load_import)
add_page(products_page, routes.PRODUCTS, "Shop", ProductState.live_subscribe)
add_page(tasks_page, routes.TASKS, "Tasks", TaskState.refresh_tasks)
add_page(profile_page, routes.PROFILE, "Profile", ProfileState.load_profile)
add_page(sign_in_page, routes.SIGN_IN, "Sign in", NavbarState.pass_sign_in)
add_page(sign_up_page, routes.SIGN_UP, "Sign up", NavbarState.pass_sign_in)
add_page(not_found_page, "404", "Page not found")

upstream_sockets.mend_sockets(app)
upstream_events.mend_events()
upstream_cost.save_costs()
upstream_memory.save_memory()
