"""The server goes and comes back while somebody fills a form: nothing is lost."""

import signal
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, Playwright, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.guard import Guard
from e2e.pages import field, row, rows
from e2e.people import PASSWORDS, People
from e2e.restartable import AWAY, Restartable, outage, restartable
from e2e.server import Server

DEPLOYMENT, CRASH = signal.SIGTERM, signal.SIGKILL


@pytest.fixture(scope="module")
def app(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Restartable]:
    """Serve the app a second time, for these tests alone."""
    with restartable(server, tmp_path_factory.mktemp("restart")) as app:
        yield app


@pytest.fixture(autouse=True)
def _running(app: Restartable) -> None:
    """Start the server again if the test before has failed without it."""
    app.start()


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict, app: Restartable) -> dict:
    """Let tests name its pages by their path."""
    return {**browser_context_args, "base_url": app.server.url}


@pytest.fixture(scope="module")
def database(app: Restartable) -> Database:
    """Reach under it."""
    return Database(app.server.database_url)


@pytest.fixture(scope="module")
def people(playwright: Playwright, app: Restartable) -> Iterator[People]:
    """Sign people in there."""
    people = People(playwright, app.server.url)
    yield people
    people.close()


@pytest.fixture
def guard(app: Restartable) -> Guard:
    """Watch it; while it is away the browser may say that it cannot connect."""
    guard = Guard(app.server.log, PASSWORDS)
    guard.allowed.append(AWAY)
    return guard


class Form(NamedTuple):
    """A page with a product form: who uses it, and what it fills."""

    page: Page
    table: str
    put: Callable[[str], None]  # a row under the running app


@pytest.fixture(params=["inventory", "shop"])
def form(
    request: pytest.FixtureRequest, open_as: OpenAs, newcomer: str, database: Database
) -> Form:
    """Open such a page, with one product of the test's own on top."""
    if request.param == "inventory":
        page, path, table = open_as(newcomer), "/inventory", "inventory_product"
        put = partial(database.stock, newcomer)
    else:
        page, path, table = open_as("edith"), "/products", "shop_product"
        put = database.shelf
        database.run("DELETE FROM shop_product WHERE sku LIKE 'A-%'")
    put("A descaler")
    pages.visit_list(page, path)
    return Form(page, table, put)


@pytest.mark.parametrize("how", [DEPLOYMENT, CRASH], ids=["deployment", "crash"])
def test_a_new_product(
    form: Form, app: Restartable, database: Database, guard: Guard, how: signal.Signals
) -> None:
    page = form.page
    page.get_by_role("button", name="New product").click()
    pages.fill_product(page, name="A half-typed name", price="12")
    page.get_by_role("switch", name="Active").click()
    save = page.get_by_role("dialog").get_by_role("button", name="Save")
    with outage(app, page, how):
        pages.fill_product(page, sku="a-half")
        expect(save).to_be_disabled()
        field(page, "SKU").press("Enter")
        form.put("A newer row")
    expect(row(page, "A newer row")).to_be_visible()  # the page has its state again
    for label, text in [("Name", "A half-typed name"), ("SKU", "a-half")]:
        expect(field(page, label)).to_have_value(text)
    expect(field(page, "Price")).to_have_value("12")
    expect(page.get_by_role("switch", name="Active")).not_to_be_checked()
    assert "save_product" not in guard.events()
    save.dblclick()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row(page, "A half-typed name")).to_contain_text("Inactive")
    assert stored(database, form, "A half-typed name") == [(12, 1)]


def test_a_form_that_is_sent_before_the_outage_is_noticed(
    form: Form, app: Restartable, database: Database
) -> None:
    page = form.page
    page.get_by_role("button", name="New product").click()
    pages.fill_product(page, name="A late one", sku="a-late", price="7")
    with outage(app, page, CRASH):
        # The button is off by now, which two quick clicks may have been too early for.
        send = "form => { form.requestSubmit(); form.requestSubmit(); }"
        page.get_by_role("dialog").locator("form").evaluate(send)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row(page, "A late one")).to_be_visible()
    assert stored(database, form, "A late one") == [(7, 1)]


def test_an_edited_product(form: Form, app: Restartable, database: Database) -> None:
    page = form.page
    page.get_by_role("button", name="Edit A descaler").click()
    expect(field(page, "Price")).to_have_value("9.50")
    pages.fill_product(page, price="11")
    with outage(app, page, CRASH):
        change = "SET price = 8, version = version + 1 WHERE name = 'A descaler'"
        database.run(f"UPDATE {form.table} {change}")
    expect(row(page, "A descaler")).to_contain_text("8.00 €")
    expect(field(page, "Price")).to_have_value("11")
    pages.save(page)  # the form still knows which version it was filled with
    expect(pages.field_error(page, "price")).to_have_text("Theirs: 8.00")
    pages.save(page)
    expect(row(page, "A descaler")).to_contain_text("11.00 €")
    assert stored(database, form, "A descaler") == [(11, 3)]


def stored(database: Database, form: Form, name: str) -> list[tuple]:
    """Give price and version of each row of this name."""
    return database.run(f"SELECT price, version FROM {form.table} WHERE name = ?", name)


def test_a_search(
    open_as: OpenAs, newcomer: str, app: Restartable, database: Database
) -> None:
    database.stock(newcomer, "Earl Grey", "Green tea", "Lady Grey")
    page = open_as(newcomer)
    pages.visit_list(page, "/inventory")
    pages.search(page, "grey")
    expect(rows(page)).to_have_count(2)
    pages.expect_path(page, "/inventory?search_query=grey")
    app.wait_until_written("grey")  # a crash in that very moment may lose it
    with outage(app, page, CRASH):
        database.stock(newcomer, "Russian Grey", "Rooibos")
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("searchbox")).to_have_value("grey")
    with outage(app, page, CRASH):
        pages.search(page, "green")
    expect(row(page, "Green tea")).to_be_visible()
    expect(rows(page)).to_have_count(1)


def test_a_new_task(
    open_as: OpenAs, newcomer: str, app: Restartable, database: Database, guard: Guard
) -> None:
    page = open_as(newcomer)
    pages.visit_list(page, "/tasks")
    title = page.get_by_label("New task")
    first = "The first, after which the form is a new one"
    title.fill(first)
    title.press("Enter")
    expect(title).to_have_value("")
    title.fill("Half a task")
    app.wait_until_written(first)  # nobody types that fast
    with outage(app, page, CRASH):
        expect(page.get_by_role("button", name="Add")).to_be_disabled()
        title.press("Enter")
        database.tasks(newcomer, "Put there meanwhile")
    expect(row(page, "Put there meanwhile")).to_be_visible()
    expect(title).to_have_value("Half a task")
    assert guard.events().count("add_task") == 1
    title.press("Enter")
    expect(row(page, "Half a task")).to_be_visible()
    expect(rows(page)).to_have_count(3)
