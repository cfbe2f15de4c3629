"""What a person sees of a deployment, when any part of it goes and comes back."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e import pages
from e2e.guard import Guard
from e2e.pages import field, navbar_user, row, rows
from e2e.people import PASSWORDS
from e2e.server import Server as Built
from e2e.site import Site, deployed
from frontend.events.faults import DATABASE_AWAY
from inventory.demo_data import PASSWORD
from tests.services import MissingServiceError

LOST = r"^WebSocket connection to '\S+' failed"  # says the browser, and nothing else
# What a worker says while its database is away
AWAY = r"OperationalError|InterfaceError|AdminShutdown|no attribute '_session_cache'"
RIGHT_AGAIN = 5_000  # milliseconds after the database's return

type OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def site(server: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Deploy the app once for these tests."""
    try:
        with deployed(server, tmp_path_factory.mktemp("behind-proxy")) as site:
            yield site
    except MissingServiceError as missing:
        pytest.skip(str(missing))


@pytest.fixture(autouse=True)
def _all_there(site: Site) -> None:
    """Start again what the test before has left stopped."""
    site.cluster.start_again()


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict, site: Site) -> dict:
    """Let tests name its pages by their path, and believe its certificate."""
    own = {"base_url": site.url, "ignore_https_errors": True}
    return {**browser_context_args, **own}


@pytest.fixture
def guard(site: Site) -> Guard:
    """Watch the first worker; the browser may say that a connection ended."""
    guard = Guard(site.cluster.workers[0].log, PASSWORDS)
    guard.allowed.append(LOST)
    return guard


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> OpenPage:
    """Sign somebody in, in a browser of its own: ``open_page("alice", "/tasks")``."""

    def open_page(username: str, path: str) -> Page:
        page = new_context().new_page()
        pages.sign_in_by_form(page, username, PASSWORD)
        expect(navbar_user(page)).to_have_text(username)
        pages.visit_list(page, path)
        return page

    return open_page


@pytest.fixture
def stock(open_page: OpenPage) -> Page:
    """Open somebody's own products."""
    return open_page("alice", "/inventory")


def begin(page: Page, name: str) -> None:
    """Open the form for a new product, and begin to fill it."""
    page.get_by_role("button", name="New product").click()
    pages.fill_product(page, name=name, sku=name, price="3")


def add(page: Page, name: str) -> None:
    """Add a product by the form."""
    begin(page, name)
    save(page)


def save(page: Page) -> None:
    """Send the form, which closes once the product is stored."""
    pages.save(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_page_outlives_its_worker(stock: Page, site: Site) -> None:
    add(stock, "Before-the-end")
    begin(stock, "Half-typed")
    first = site.connected()
    first.kill()
    expect(pages.connection_lost(stock)).to_have_count(0)
    expect(field(stock, "Name")).to_have_value("Half-typed")
    pages.fill_product(stock, name="After-the-end")
    save(stock)
    assert site.connected() is not first
    pages.search(stock, "-the-end")
    expect(rows(stock)).to_have_count(2)


def test_form_outlives_a_rolling_restart(stock: Page, site: Site) -> None:
    begin(stock, "Rolling-on")
    for worker in site.cluster.workers:
        worker.restart()
    expect(pages.connection_lost(stock)).to_have_count(0)
    expect(field(stock, "Name")).to_have_value("Rolling-on")
    save(stock)
    pages.search(stock, "rolling-on")
    expect(row(stock, "Rolling-on")).to_have_count(1)


def test_change_shows_on_the_page_of_another_worker(
    open_page: OpenPage, site: Site
) -> None:
    editor = open_page("edith", "/products")
    first = site.connected()
    watcher = open_page("victor", "/products")
    for _ in range(20):
        if site.connected() is not first:
            break
        watcher.evaluate("sessionStorage.clear()")  # another tab, to the proxy
        pages.visit_list(watcher, "/products")
    assert site.connected() is not first
    add(editor, "Abroad")
    expect(row(watcher, "Abroad")).to_be_visible()


def test_duplicated_tab_is_one_of_its_own(stock: Page) -> None:
    add(stock, "Left-alone")
    begin(stock, "Of-the-first-tab")
    copy = stock.context.new_page()
    kept = stock.evaluate("JSON.stringify(sessionStorage)")
    copy.add_init_script(f"Object.assign(sessionStorage, {kept})")
    pages.visit_list(copy, "/inventory")
    pages.search(copy, "left-alone")
    row(copy, "Left-alone").get_by_role("button", name="Edit").click()
    expect(field(copy, "Name")).to_have_value("Left-alone")
    save(stock)
    save(copy)
    for name in ("Left-alone", "Of-the-first-tab"):
        pages.search(copy, name)
        expect(row(copy, name)).to_have_count(1)


def test_saving_goes_on_while_redis_is_away(stock: Page, site: Site) -> None:
    notice = stock.get_by_role("status").get_by_text("A part of the server is away.")
    begin(stock, "As-redis-is-away")
    site.cluster.redis.stop()
    try:
        save(stock)
        expect(notice).to_be_visible()
        add(stock, "Still-redis-is-away")
    finally:
        site.cluster.redis.start()
    expect(notice).to_have_count(0)
    pages.search(stock, "redis-is-away")
    expect(rows(stock)).to_have_count(2)


def test_lists_are_right_again_once_postgresql_is_back(
    open_page: OpenPage, site: Site, guard: Guard
) -> None:
    guard.allowed.append(AWAY)
    stock, shelf = open_page("alice", "/inventory"), open_page("victor", "/products")
    typing = open_page("bruno", "/inventory")
    begin(typing, "Kept-meanwhile")
    site.cluster.database.stop()
    try:
        pages.search(stock, "put-there")
        pages.search(shelf, "put there")
        pages.save(typing)
        late = stock.context.new_page()
        late.goto("/products")
        for page in (stock, shelf, typing, late):
            expect(pages.toast(page, DATABASE_AWAY)).to_be_visible()
        expect(field(typing, "Name")).to_have_value("Kept-meanwhile")
    finally:
        site.cluster.database.start()
    site.database.stock("alice", "Put-there")
    site.database.shelf("Aa put there")
    for page, name in (
        (stock, "Put-there"),
        (shelf, "Aa put there"),
        (late, "Aa put there"),
    ):
        expect(row(page, name)).to_be_visible(timeout=RIGHT_AGAIN)
    for page in (stock, shelf):
        expect(rows(page)).to_have_count(1)
    expect(field(typing, "Name")).to_have_value("Kept-meanwhile")
    save(typing)
    pages.search(typing, "kept-meanwhile")
    expect(row(typing, "Kept-meanwhile")).to_have_count(1)
