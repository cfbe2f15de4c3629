"""The app: its pages, what each loads, and what each holds."""

import pytest
import reflex as rx
from reflex_django.bootstrap.app_setup import _ensure_event_bridge

from frontend import routes
from frontend.events.gate import Gate
from frontend.events.kept_search import DjangoEventBridge
from frontend.events.limit import EventLimit
from frontend.frontend import app
from frontend.states.dashboard import DashboardState
from frontend.states.imports import ImportState
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.products import ProductState
from frontend.states.profile import ProfileState
from frontend.states.publishing import PublishState
from frontend.states.tasks import TaskState
from inventory.serializers import ProductRow as StockRow
from shop.serializers import ProductRow as ShelfRow
from shop.serializers import TaskRow

PAGES = {
    routes.HOME: [],
    routes.DASHBOARD: [DashboardState.live_subscribe],
    routes.IMPORT: [ImportState.load_import],
    routes.INVENTORY: [InventoryState.load_inventory, PublishState.load_rights],
    routes.PRODUCTS: [ProductState.live_subscribe],
    routes.TASKS: [TaskState.refresh_tasks],
    routes.PROFILE: [ProfileState.load_profile],
    routes.SIGN_IN: [NavbarState.pass_sign_in],
    routes.SIGN_UP: [NavbarState.pass_sign_in],
}


def page_at(path):
    """Render the page at an address; its text holds the code of the page."""
    page = app._unevaluated_pages[app.router(path)].component
    component = page()  # pyright: ignore[reportCallIssue]
    assert isinstance(component, rx.Component)
    return f"{component.render()}\n{list(component._get_all_custom_code())}"


def test_app_has_these_pages_and_no_other():
    names = {app.router(path) for path in PAGES}
    assert set(app._unevaluated_pages) == {*names, "404"}


@pytest.mark.parametrize("path", [*PAGES, "/no-such-page"])
def test_page_looks_at_the_user_and_then_loads_what_it_shows(path):
    expected = [NavbarState.sync_from_django, *PAGES.get(path, [])]
    assert app.get_load_events(path) == expected


@pytest.mark.parametrize("name", ["index", *(path[1:] for path in PAGES), "404"])
def test_page_renders_in_the_shared_layout(name):
    text = page_at(f"/{name}" if name != "index" else "/")
    assert text.count("h1") >= 1
    assert "skip-link" in text
    assert "sendOverHttp(event)" in text  # its navbar signs out over HTTP


def test_titles_tell_the_pages_apart():
    titles = [page.title for page in app._unevaluated_pages.values()]
    assert len(set(titles)) == len(titles)
    assert all(str(title).endswith(" · Stockroom") for title in titles)


@pytest.mark.parametrize(
    ("path", "row"),
    [
        (routes.INVENTORY, StockRow),
        (routes.PRODUCTS, ShelfRow),
        (routes.TASKS, TaskRow),
    ],
)
def test_page_shows_all_that_a_row_carries(path, row):
    text = page_at(path)
    assert [key for key in row.__annotations__ if f'?.["{key}"]' not in text] == []


def test_events_are_counted_then_bridged_then_judged():
    _ensure_event_bridge(app)  # which adds upstream's, unless it finds ours
    order = [type(middleware) for middleware in app._middlewares]
    assert order == [EventLimit, DjangoEventBridge, Gate]
