"""What every end-to-end test gets: the running app, a browser, and people."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, ViewportSize, expect

from e2e.database import Database
from e2e.guard import Guard
from e2e.pages import visit_list
from e2e.people import PASSWORDS, People
from e2e.server import Server, production, tail

NO_BROWSER = (
    "Install Chromium (Debian: `apt install chromium`, elsewhere: "
    "`uv run playwright install chromium`): the end-to-end tests drive it."
)
QUIET = ["background-networking", "component-update", "sync", "default-apps"]

OpenAs = Callable[..., Page]

expect.set_options(timeout=10_000)  # milliseconds; a busy machine may need them


@pytest.fixture(scope="session")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Run the app once for all tests, on a database of its own."""
    cache = request.config.cache
    assert cache, "the cache plugin keeps what the build installs"
    with production(cache.mkdir("e2e"), tmp_path_factory.mktemp("e2e")) as server:
        yield server


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Let tests name pages by their path."""
    return server.url


@pytest.fixture(scope="session")
def database(server: Server) -> Database:
    """Reach under the app, to put rows there before a test."""
    return Database(server.database_url)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict, playwright: Playwright
) -> dict:
    """Take the system's Chromium first, else Playwright's own."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    own = Path(playwright.chromium.executable_path)
    if not system and not own.exists():
        install = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(install, capture_output=True)
        if not own.exists():
            pytest.exit(NO_BROWSER, returncode=1)
    return {
        **browser_type_launch_args,
        "executable_path": system or own,
        "args": ["--no-sandbox", "--no-first-run", *(f"--disable-{x}" for x in QUIET)],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Give every test the same window, and no animations to wait for."""
    return {
        **browser_context_args,
        "locale": "en-US",
        "viewport": {"width": 1280, "height": 800},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def guard(server: Server) -> Guard:
    """Watch what the browser and the server say during one test."""
    return Guard(server.log, PASSWORDS)


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], guard: Guard
) -> Callable[..., BrowserContext]:
    """Let no context go unwatched."""

    def watched(**options) -> BrowserContext:
        context = new_context(**options)
        guard.watch(context)
        return context

    return watched


@pytest.fixture(scope="session")
def people(playwright: Playwright, base_url: str) -> Iterator[People]:
    """Sign people in without a page; each demo user once for all tests."""
    people = People(playwright, base_url)
    yield people
    people.close()


@pytest.fixture
def open_as(new_context: Callable[..., BrowserContext], people: People) -> OpenAs:
    """Open a browser of its own for somebody signed in: ``open_as("alice")``."""

    def open_browser(
        username: str, viewport: ViewportSize | None = None, **options
    ) -> Page:
        state = people.storage_state(username)
        page = new_context(storage_state=state, **options).new_page()
        if viewport:
            page.set_viewport_size(viewport)
        return page

    return open_browser


@pytest.fixture
def newcomer(people: People, database: Database) -> str:
    """Give the username of somebody who has signed up and owns nothing yet."""
    username = people.newcomer()
    database.forget(username)
    return username


@pytest.fixture
def twelve_teas(open_as: OpenAs, newcomer: str, database: Database) -> Page:
    """Open the inventory of somebody who owns twelve products, on two pages."""
    database.stock(newcomer, *(f"Tea no. {number:02}" for number in range(1, 13)))
    page = open_as(newcomer)
    visit_list(page, "/inventory")
    return page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let the guard have the last word while the test can still fail."""
    result = yield
    guard = getattr(item, "funcargs", {}).get("guard")
    if guard:
        guard.check()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what the server said last beside a test that failed."""
    report = yield
    guard = getattr(item, "funcargs", {}).get("guard")
    if guard and report.when == "call" and report.failed:
        report.sections.append(("The server's log", tail(guard.server_log)))
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put these tests last: Playwright leaves an event loop running.

    While one does, Django's ORM refuses to work in this process.
    """
    items.sort(key=lambda item: item.path.is_relative_to(Path(__file__).parent))
