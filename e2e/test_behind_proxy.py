"""Two workers behind the proxy of ``deploy/``: a page outlives the worker it is on."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.guard import Guard
from e2e.pages import field, navbar_user, row
from e2e.people import PASSWORDS
from e2e.server import Server as Built
from inventory.demo_data import PASSWORD
from tests.deploy.proxy import proxy
from tests.scale.cluster import Cluster, cluster
from tests.security.server import Server
from tests.services import MissingServiceError

HOST = "stock.localhost"  # the browser itself knows that this is loopback
# What the browser says when its connection ends, and nothing else
LOST = r"^WebSocket connection to '\S+' failed"


class Site(NamedTuple):
    """What stands behind the address, and the address."""

    cluster: Cluster
    url: str

    def connected(self) -> Server:
        """Give the worker that has accepted the latest connection of the one page."""
        accepted = [
            (json.loads(line)["time"], number)
            for number, worker in enumerate(self.cluster.workers)
            for line in worker.log.read_text().splitlines()
            if "[accepted]" in line
        ]
        return self.cluster.workers[max(accepted)[1]]


@pytest.fixture(scope="module")
def site(server: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the front end that was built for all tests once more, over TLS."""
    folder = tmp_path_factory.mktemp("behind-proxy")
    (folder / "proxy").mkdir()
    settings = {
        "HTTPS": "1",
        "ALLOWED_HOSTS": HOST,
        "REFLEX_WEB_WORKDIR": str(folder / "web"),
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }
    client = folder / "web" / "build" / "client"
    shutil.copytree(Path(server.env["REFLEX_WEB_WORKDIR"], "build", "client"), client)
    with cluster(folder, 2, **settings) as running:
        try:
            ports = [worker.port for worker in running.workers]
            with proxy(folder / "proxy", ports) as front:
                url = f"https://{HOST}:{front.secure}"
                send_events_to(client, server.url.rpartition(":")[2], front.secure)
                yield Site(running, url)
        except MissingServiceError as missing:
            pytest.skip(str(missing))


def send_events_to(client: Path, port: str, secure: int) -> None:
    """Have the built pages look for the server behind TLS, on another port."""
    for script in client.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        for scheme in ("http", "ws"):
            new = f"{scheme}s://{HOST}:{secure}"
            text = text.replace(f"{scheme}://localhost:{port}", new)
        script.write_text(text, encoding="utf-8")
        script.with_name(f"{script.name}.gz").unlink(missing_ok=True)  # the old text


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


def add(page: Page, name: str) -> None:
    """Add a product, and see it on top of what is searched for."""
    pages.fill_product(page, name=name, sku=name, price="3")
    pages.save(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_page_outlives_its_worker(page: Page, site: Site) -> None:
    pages.sign_in_by_form(page, "alice", PASSWORD)
    expect(navbar_user(page)).to_have_text("alice")
    pages.visit_list(page, "/inventory")
    new = page.get_by_role("button", name="New product")
    new.click()
    add(page, "Before-the-end")
    new.click()
    pages.fill_product(page, name="Half-typed")
    first = site.connected()
    first.kill()
    lost = page.get_by_role("status").get_by_text("Connection lost. Reconnecting…")
    expect(lost).to_have_count(0)
    expect(field(page, "Name")).to_have_value("Half-typed")
    add(page, "After-the-end")
    assert site.connected() is not first
    pages.search(page, "-the-end")
    for name in ("Before-the-end", "After-the-end"):
        expect(row(page, name)).to_be_visible()
