"""The seeded people, signed in over HTTP as a page does it."""

from typing import NamedTuple

import httpx

from inventory.demo_data import PASSWORD
from tests.security.record import RECORD


class Person(NamedTuple):
    """Somebody signed in, and by what the server knows them."""

    username: str
    session_key: str
    csrf_token: str


def browser(url: str, **cookies: str) -> httpx.Client:
    """Give a client that keeps cookies; nothing waits for more than 30 seconds."""
    return httpx.Client(base_url=url, timeout=30, cookies=cookies)


def token_of(http: httpx.Client) -> str:
    """Fetch what the next POST must carry, and its cookie."""
    token = http.get("/auth/csrf/").json()["csrfToken"]
    RECORD.secrets |= {token, http.cookies["csrftoken"]}
    return token


def post(http: httpx.Client, path: str, **data: str) -> httpx.Response:
    """Post a form with the token that the page would send."""
    return http.post(path, data=data, headers={"X-CSRFToken": token_of(http)})


def sign_in(
    http: httpx.Client, username: str, password: str = PASSWORD, **data: str
) -> httpx.Response:
    """Send the sign-in form, and keep what it says of the session secret."""
    said = post(http, "/auth/sign-in/", username=username, password=password, **data)
    RECORD.secrets |= set(said.cookies.values())
    return said


def signed_in(url: str, username: str, password: str = PASSWORD) -> Person:
    """Start a new session for somebody."""
    with browser(url) as http:
        said = sign_in(http, username, password)
        assert said.json().get("redirect"), said.text
        return Person(username, http.cookies["sessionid"], http.cookies["csrftoken"])
