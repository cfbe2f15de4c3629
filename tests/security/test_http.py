"""What the server answers over HTTP, and to whom it opens a socket at all."""

import httpx
import pytest
import socketio.exceptions
import websockets

from frontend.events import faults
from tests.security.handlers import wire_name
from tests.security.people import browser, sign_in, token_of

LOAD = wire_name("InventoryState.load_inventory")
ELSEWHERE = [
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example"),
    *("https://evil.example", "http:///evil.example", "%2F%2Fevil.example"),
    *("javascript:alert(1)", "data:text/html,x", "\t//evil.example", "///evil.example"),
    *("https://127.0.0.1@evil.example", "//evil\u3002example", "/\t/evil.example"),
]


async def test_wrong_passwords_are_slowed_down_for_nobody_else(server, people):
    with browser(server.url) as http:
        said = [sign_in(http, "admin", "wrong") for _ in range(6)]
        right = sign_in(http, "admin")
    assert [answer.status_code for answer in said] == [200] * 5 + [429]
    assert right.status_code == 429
    (message,) = right.json()["errors"]["__all__"]
    assert message.startswith("Too many attempts. Try again in ")
    with browser(server.url) as http:  # somebody else, from the same address
        assert "redirect" in sign_in(http, "victor").json()
    elsewhere = httpx.HTTPTransport(local_address="127.0.0.2")  # admin, at home
    with httpx.Client(base_url=server.url, transport=elsewhere, timeout=30) as http:
        assert "redirect" in sign_in(http, "admin").json()


@pytest.mark.parametrize("path", ["sign-in", "sign-up", "sign-out"])
def test_post_without_its_token_is_refused(server, people, path):
    with browser(server.url, sessionid=people["bruno"].session_key) as http:
        for headers in ({}, {"X-CSRFToken": "x" * 64}):
            said = http.post(f"/auth/{path}/", data={"a": "b"}, headers=headers)
            assert said.status_code == 403
            assert list(said.json()) == ["errors"]
        token = token_of(http)
        foreign = {"X-CSRFToken": token, "Origin": "https://evil.example"}
        assert http.post(f"/auth/{path}/", headers=foreign).status_code == 403


def test_sign_in_never_leads_elsewhere(server):
    with browser(server.url) as http:
        for target in ELSEWHERE:
            where = httpx.URL(http.base_url).join(
                sign_in(http, "victor", next=target).json()["redirect"]
            )
            assert (where.host, where.port) == ("127.0.0.1", http.base_url.port), target


def test_sign_out_never_leads_elsewhere(server):
    with browser(server.url) as http:
        for target in ELSEWHERE:
            headers = {"X-CSRFToken": token_of(http)}
            said = http.post("/auth/sign-out/", data={"next": target}, headers=headers)
            where = http.base_url.join(said.json()["redirect"])
            assert (where.host, where.port) == ("127.0.0.1", http.base_url.port), target


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1:1",
        "http://localhost.evil.example",
    ],
)
async def test_foreign_origin_opens_no_socket(connect, people, origin):
    with pytest.raises(socketio.exceptions.ConnectionError):
        await connect(people["bruno"], origin=origin)


@pytest.mark.parametrize("path", ["/", "/_events", "/_event/more", "/auth/csrf/"])
async def test_there_is_no_socket_elsewhere(server, path):
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(server.url.replace("http", "ws") + path)
    assert refused.value.response.status_code == 403


async def test_flooding_tab_is_told_and_others_are_served(connect, people):
    flood = await connect(people["bruno"], "/inventory")
    for _ in range(200):
        await flood.post(LOAD)
    await flood.until(lambda: faults.TOO_MANY in str(flood.frames))
    other = await connect(people["victor"], "/inventory")
    assert (await other.send(LOAD)).state("inventory_state")["loaded"]
    same_person = await connect(people["bruno"], "/inventory")
    assert (await same_person.send(LOAD)).state("inventory_state")["loaded"]


@pytest.mark.parametrize("path", ["/ping", "/auth/csrf/", "/admin/login/"])
def test_headers(server, path):
    with browser(server.url) as http:
        headers = http.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'unsafe-inline'" not in policy


def test_foreign_host_is_refused(server):
    with browser(server.url) as http:
        said = http.get("/auth/csrf/", headers={"Host": "evil.example"})
    assert said.status_code == 400
    assert "Traceback" not in said.text


def test_session_cookie_is_out_of_reach_of_scripts(server):
    with browser(server.url) as http:
        said = sign_in(http, "victor").headers.get_list("set-cookie")
    (cookie,) = [line for line in said if line.startswith("sessionid=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
