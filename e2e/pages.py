"""What a person does on the pages, and what there is to look at, by its label."""

import re

from playwright.sync_api import Locator, Page, expect

HYDRATED = """() => {
    const form = document.querySelector("main");
    return form && Object.keys(form).some((key) => key.startsWith("__reactProps"));
}"""


def visit(page: Page, path: str) -> None:
    """Open a page, and wait until its scripts have taken it over."""
    page.goto(path)
    page.wait_for_function(HYDRATED)


def visit_list(page: Page, path: str) -> None:
    """Open a page with a list, and wait until the list is there."""
    page.goto(path)
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)


def sign_in_by_form(page: Page, username: str, password: str, path="/login") -> None:
    """Open the form, and send name and password."""
    visit(page, path)
    send_credentials(page, username, password)


def send_credentials(page: Page, username: str, password: str) -> None:
    """Type name and password into the open form, and send it."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def expect_path(page: Page, path: str) -> None:
    """Wait for an address, with or without the slash that a file server adds."""
    address, _, query = path.partition("?")
    ending = rf"\?{re.escape(query)}" if query else ""
    expect(page).to_have_url(
        re.compile(rf"^http://[^/]+{re.escape(address.rstrip('/'))}/?{ending}$")
    )


def navbar_user(page: Page) -> Locator:
    """Find the name of who is signed in, on top of the page."""
    return page.get_by_test_id("username")


def session_id(page: Page) -> str | None:
    """Read the session from where no script can."""
    cookies = {c.get("name"): c.get("value") for c in page.context.cookies()}
    return cookies.get("sessionid")


def field_error(page: Page, name: str) -> Locator:
    """Find what is said to be wrong with the field ``name``."""
    return page.locator(f"#{name}-error")


def row(page: Page, text: str) -> Locator:
    """Find the row of a table, or the entry of a list, that holds this text."""
    return page.locator("main tr, main li").filter(has_text=text)


def rows(page: Page) -> Locator:
    """Find all rows of the page's table, or all entries of its list."""
    return page.locator("main tbody tr, main li")


def toast(page: Page, text: str) -> Locator:
    """Find a message that comes up at the edge of the page for a moment."""
    return page.locator("[data-sonner-toast]").filter(has_text=text)


def connection_lost(page: Page) -> Locator:
    """Find the words about a connection that is away."""
    return page.get_by_role("status").get_by_text("Connection lost. Reconnecting…")


def search(page: Page, text: str) -> None:
    """Type into the search box, and wait until it is not the old list that shows."""
    page.get_by_role("searchbox").fill(text)


def field(page: Page, label: str) -> Locator:
    """Find a field of the open dialog by its label."""
    return page.get_by_role("dialog").get_by_label(label, exact=True)


def fill_product(page: Page, **fields: str) -> None:
    """Fill the product form's fields, by their labels in lower case."""
    for name, value in fields.items():
        field(page, "SKU" if name == "sku" else name.capitalize()).fill(value)


def save(page: Page) -> None:
    """Send the form of the open dialog."""
    page.get_by_role("dialog").get_by_role("button", name="Save").click()


def delete(page: Page, name: str) -> None:
    """Delete a row, and confirm it."""
    page.get_by_role("button", name=f"Delete {name}", exact=True).click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target, "within reach of the Tab key").to_be_focused()
