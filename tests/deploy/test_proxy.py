"""The proxy's own configuration, in front of two real workers."""

import time
from collections.abc import Iterator
from typing import NamedTuple

import httpx
import pytest

from frontend.server.body_limit import MESSAGE, MOST_BYTES
from inventory.health import ALIVE
from tests.deploy.proxy import Proxy, proxy
from tests.scale.cluster import Cluster, cluster
from tests.security.handlers import wire_name
from tests.security.people import Person, sign_in
from tests.security.wire import Wire
from tests.services import MissingServiceError

LOAD = wire_name("InventoryState.load_inventory")
SCRIPT = "console.log('a script that is long enough to be worth its compression');" * 40
SCRIPT_PATH = "/assets/root-Dk29s.js"


class Deployed(NamedTuple):
    """What stands behind the address, and the address."""

    cluster: Cluster
    proxy: Proxy


@pytest.fixture(scope="module")
def deployed(tmp_path_factory) -> Iterator[Deployed]:
    """Run two workers with a front end of one page and one script, and the proxy."""
    folder = tmp_path_factory.mktemp("deployed")
    client = folder / "web" / "build" / "client"
    (client / "assets").mkdir(parents=True)
    (client / "index.html").write_text("<title>The start page</title>" * 50)
    (client / "404.html").write_text("Nothing here")
    (client / SCRIPT_PATH.lstrip("/")).write_text(SCRIPT)
    settings = {
        "HTTPS": "1",
        "ALLOWED_HOSTS": "localhost",
        "REFLEX_WEB_WORKDIR": str(folder / "web"),
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }
    with cluster(folder, 2, **settings) as running:
        (folder / "proxy").mkdir()
        ports = [worker.port for worker in running.workers]
        try:
            with proxy(folder / "proxy", ports) as front:
                yield Deployed(running, front)
        except MissingServiceError as missing:
            pytest.skip(str(missing))


@pytest.fixture
def http(deployed) -> Iterator[httpx.Client]:
    """A browser."""
    with deployed.proxy.browser() as client:
        yield client


async def open_tab(front: Proxy, person: Person) -> Wire:
    wire = Wire(front.url, person, "/inventory")
    wire.socket.eio.ssl_verify = False  # its library knows no other way
    return await wire.open()


def person_at(front: Proxy, username: str = "alice") -> Person:
    with front.browser() as http:
        assert sign_in(http, username).json().get("redirect")
        return Person(username, http.cookies["sessionid"], http.cookies["csrftoken"])


def test_nginx_itself_finds_nothing_wrong(deployed):
    said = deployed.proxy.check()
    assert "test is successful" in said
    assert "[warn]" not in said
    assert "[emerg]" not in said


def test_plain_http_is_sent_to_https(deployed):
    said = httpx.get(f"http://localhost:{deployed.proxy.plain}/inventory?page=2")
    assert said.status_code == 301
    assert said.headers["location"] == "https://localhost/inventory?page=2"


def test_page_is_compressed_checked_again_and_secured(http):
    said = http.get("/")
    assert said.text.startswith("<title>The start page")
    assert said.headers["content-encoding"] == "gzip"
    assert said.headers["cache-control"] == "no-cache"
    assert "max-age=" in said.headers["strict-transport-security"]
    assert "script-src 'self'" in said.headers["content-security-policy"]
    assert said.headers["x-frame-options"] == "DENY"


def test_asset_is_compressed_and_never_asked_for_again(http):
    said = http.get(SCRIPT_PATH)
    assert said.text == SCRIPT
    assert said.headers["content-encoding"] == "gzip"
    assert said.headers.get_list("cache-control") == [
        "public, max-age=31536000, immutable"
    ]
    missing = http.get("/assets/gone.js")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")


def test_admin_has_its_styles(http):
    said = http.get("/static/admin/css/base.css")
    assert said.status_code == 200
    assert said.headers["content-encoding"] == "gzip"


def test_too_large_body_is_refused_as_the_app_does_it(http):
    said = http.post("/files/import/", content=b"x" * (MOST_BYTES + 1))
    assert said.status_code == 413
    assert said.json() == {"errors": {"file": [MESSAGE]}}
    fits = http.post("/files/import/", content=b"x" * (MOST_BYTES - 1))
    assert fits.status_code == 403  # a form without its token


def test_workers_believe_the_proxy_and_nobody_in_front_of_it(deployed, http):
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http"}
    said = http.get("/auth/csrf/", headers=forged | {"X-Request-ID": "forged-by-me"})
    assert said.status_code == 200  # and no redirect to HTTPS
    request_id = said.headers["x-request-id"]
    assert request_id != "forged-by-me"
    line = deployed.proxy.answered(request_id=request_id)
    assert line["message"] == "GET /auth/csrf/ 200"
    workers = "".join(each.log.read_text() for each in deployed.cluster.workers)
    assert f'"request_id": "{request_id}"' in workers
    assert "203.0.113.7" not in workers


async def test_events_pass_and_log_no_query(deployed):
    alice = person_at(deployed.proxy)
    tab = await open_tab(deployed.proxy, alice)
    assert (await tab.send(LOAD)).state("inventory_state")["total"] == 60
    await tab.close()
    deployed.proxy.answered(message="GET /_event/ 101")
    assert tab.token not in (deployed.proxy.folder / "access.log").read_text()


async def test_worker_that_is_killed_is_passed_by(deployed):
    alice = person_at(deployed.proxy)
    first, second = deployed.cluster.workers
    for gone in (first, second):
        gone.kill()
        try:
            with deployed.proxy.browser() as http:
                assert [http.get(ALIVE).status_code for _ in range(6)] == [200] * 6
            tab = await open_tab(deployed.proxy, alice)
            assert (await tab.send(LOAD)).state("inventory_state")["total"] == 60
            await tab.close()
        finally:
            gone.start()
        await_turn_of(gone.port, deployed.proxy)


def await_turn_of(port: int, front: Proxy) -> None:
    """Ask until this worker is the one that answers: for a second it is left alone."""
    deadline = time.monotonic() + 10
    with front.browser() as http:
        while time.monotonic() < deadline:
            said = http.get(ALIVE)
            assert said.status_code == 200
            line = front.answered(request_id=said.headers["x-request-id"])
            if line["worker"] == f"127.0.0.1:{port}":
                return
    pytest.fail("The proxy does not send requests to a worker that has come back.")
