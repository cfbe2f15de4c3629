"""Signs people in and up over HTTP, as the pages' forms do, for tests about more."""

from typing import Any

from playwright.sync_api import APIRequestContext, Playwright

from inventory.demo_data import PASSWORD

NEWCOMERS_PASSWORD = "beans and a blanket"
PASSWORDS = (PASSWORD, NEWCOMERS_PASSWORD)


class People:
    """Everyone who can open a page signed in, by username."""

    def __init__(self, playwright: Playwright, base_url: str) -> None:
        self._playwright = playwright
        self._base_url = base_url
        self._clients: dict[str, APIRequestContext] = {}

    def storage_state(self, username: str) -> Any:
        """Give a browser the session of this user; all of them share it."""
        if username not in self._clients:
            form = {"username": username, "password": PASSWORD}
            self._clients[username] = self._post("/auth/sign-in/", form)
        return self._clients[username].storage_state()

    def newcomer(self) -> str:
        """Give the name of somebody who has only just signed up."""
        username = "newcomer"
        if username not in self._clients:
            passwords = dict.fromkeys(("password1", "password2"), NEWCOMERS_PASSWORD)
            form = {"username": username, **passwords}
            self._clients[username] = self._post("/auth/sign-up/", form)
        return username

    def close(self) -> None:
        """Let go of what was opened."""
        for client in self._clients.values():
            client.dispose()

    def _post(self, address: str, form: dict[str, Any]) -> APIRequestContext:
        client = self._playwright.request.new_context(base_url=self._base_url)
        token = client.get("/auth/csrf/").json()["csrfToken"]
        answer = client.post(address, form=form, headers={"X-CSRFToken": token})
        assert "redirect" in answer.json(), answer.text()
        return client
