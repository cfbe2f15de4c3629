"""The app as others deploy it: behind a TLS proxy, on Redis, with another cookie."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from redis import Redis

from inventory.demo_data import PASSWORD
from tests.databases import new_database
from tests.security.app_marks import RENAMED
from tests.security.handlers import wire_name
from tests.security.people import Person
from tests.security.record import RECORD
from tests.security.server import Server, serve
from tests.security.table import SERVED, SIGN_IN, outcome
from tests.security.wire import Wire
from tests.services import MissingServiceError, RedisServer, redis

COOKIE = "stock_session"
# What a proxy adds to each request once it has taken TLS off.
PROXY = {"X-Forwarded-Proto": "https"}
LOAD = wire_name("InventoryState.load_inventory")


@pytest.fixture(scope="module")
def shared_redis() -> Iterator[RedisServer]:
    """A Redis that only these tests use."""
    with ExitStack() as until_the_end:
        try:
            service = until_the_end.enter_context(redis())
        except MissingServiceError as missing:
            pytest.skip(str(missing))
        yield service


@pytest.fixture(scope="module")
def deployed(shared_redis, tmp_path_factory) -> Iterator[Server]:
    """The app behind HTTPS=1."""
    folder = tmp_path_factory.mktemp("deployed")
    database_url = new_database(folder, os.environ.get("DATABASE_URL", ""))
    settings = {"HTTPS": "1", "REDIS_URL": shared_redis.url, RENAMED: COOKIE}
    with serve(folder, database_url, **settings) as server:
        yield server


def ask(server: Server, method: str, path: str, **how) -> httpx.Response:
    """Send what the proxy sends on; cookies by hand, as TLS ended before."""
    cookies = how.pop("cookies", {})
    headers = PROXY | {"Referer": f"{origin(server)}/"} | how.pop("headers", {})
    headers["Cookie"] = "; ".join(f"{name}={cookies[name]}" for name in cookies)
    answer = httpx.request(method, f"{server.url}{path}", headers=headers, **how)
    RECORD.secrets |= set(answer.cookies.values())
    return answer


def origin(server: Server) -> str:
    """Name the site as its visitors see it."""
    return server.url.replace("http:", "https:")


@pytest.fixture(scope="module")
def alice(deployed) -> Person:
    """Somebody signed in."""
    first = ask(deployed, "GET", "/auth/csrf/")
    token = first.json()["csrfToken"]
    form = {"username": "alice", "password": PASSWORD}
    headers = {"X-CSRFToken": token}
    said = ask(
        deployed,
        "POST",
        "/auth/sign-in/",
        data=form,
        headers=headers,
        cookies=dict(first.cookies),
    )
    assert said.json() == {"redirect": "/"}, said.text
    assert "Secure" in said.headers["set-cookie"]
    return Person("alice", said.cookies[COOKIE], said.cookies["csrftoken"])


async def open_tab(server: Server, cookie: str) -> Wire:
    wire = Wire(server.url, None, "/inventory")
    await wire.open(cookie=cookie, origin=origin(server), **PROXY)
    return wire


async def test_signed_in_under_the_renamed_cookie(deployed, alice):
    tab = await open_tab(deployed, f"{COOKIE}={alice.session_key}")
    tab.person = alice
    assert (await tab.send(LOAD)).state("inventory_state")["total"] == 60
    await tab.close()


async def test_the_usual_cookie_means_nothing(deployed, alice):
    tab = await open_tab(deployed, f"sessionid={alice.session_key}")
    assert outcome(await tab.send(LOAD)) == SIGN_IN
    await tab.close()


def lasting_keys(client: Redis) -> set[bytes]:
    """Name all that is stored, but for the locks of events that are being served."""
    return {key for key in client.scan_iter() if not key.endswith(b"_lock")}


async def test_forged_sign_out_clears_nothing_on_redis(deployed, alice, shared_redis):
    with Redis.from_url(shared_redis.url) as client:
        client.set("somebody-else's", "1")
        tab = await open_tab(deployed, f"{COOKIE}={alice.session_key}")
        tab.person = alice
        assert outcome(await tab.send(LOAD)) == SERVED
        before = lasting_keys(client)
        assert len(before) > 1  # the tab's state is there too
        stranger = await open_tab(deployed, "")
        for state in ("NavbarState", "InventoryState", "ProductState"):
            for name in ("logout", "on_logout", "login"):
                await stranger.post(wire_name(f"{state}.{name}"))
        assert outcome(await stranger.send(LOAD)) == SIGN_IN
        assert before <= lasting_keys(client)
    assert (await tab.hydrate()).state("inventory_state")["total"] == 60
    await tab.close()
    await stranger.close()


def test_plain_http_is_sent_to_https(deployed):
    for path in ("/", "/auth/csrf/", "/admin/"):
        answer = httpx.get(f"{deployed.url}{path}")
        assert (answer.status_code, answer.headers["location"]) == (
            301,
            f"{origin(deployed)}{path}",
        )
