"""The profile page, and what a browser remembers of its user: the theme."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.people import NEWCOMERS_PASSWORD
from e2e.test_accessibility import expect_no_barriers
from e2e.test_navbar import expect_to_fit
from inventory.demo_data import PASSWORD

PHONE: ViewportSize = {"width": 360, "height": 740}
NEW_PASSWORD = "a bean and two blankets"


@pytest.fixture
def somebody(page: Page, database: Database) -> str:
    """Sign somebody up for one test, in its own browser."""
    count = database.one("SELECT count(*) FROM auth_user")
    username = f"somebody{count}"
    pages.visit(page, "/signup")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(NEWCOMERS_PASSWORD)
    page.get_by_label("Password again").fill(NEWCOMERS_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    expect(pages.navbar_user(page)).to_have_text(username)
    return username


def open_profile(page: Page) -> None:
    """Go there by the name in the navbar."""
    pages.navbar_user(page).click()
    pages.expect_path(page, "/profile")
    expect(page.get_by_label("First name")).to_be_visible()


def change_password(page: Page, old: str, new: str, again: str) -> None:
    """Fill the second form, and send it."""
    page.get_by_label("Old password").fill(old)
    page.get_by_label("New password", exact=True).fill(new)
    page.get_by_label("New password again").fill(again)
    page.get_by_role("button", name="Change password").click()


@pytest.mark.usefixtures("somebody")
def test_details_are_kept(page: Page) -> None:
    open_profile(page)
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("E-mail").fill("nobody")
    page.get_by_role("button", name="Save details").click()
    expect(pages.field_error(page, "email")).to_contain_text("valid email")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("Your details were saved.")).to_be_visible()
    expect(page.get_by_label("First name")).to_have_value("Ada")
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.com")


def test_password_changes_and_this_browser_stays_signed_in(
    page: Page, somebody: str, new_context, guard
) -> None:
    guard.secrets |= {NEW_PASSWORD}
    other = new_context().new_page()
    pages.sign_in_by_form(other, somebody, NEWCOMERS_PASSWORD)
    expect(pages.navbar_user(other)).to_have_text(somebody)
    open_profile(page)
    change_password(page, "wrong", NEW_PASSWORD, NEW_PASSWORD)
    expect(pages.field_error(page, "old_password")).not_to_be_empty()
    change_password(page, NEWCOMERS_PASSWORD, NEW_PASSWORD, "another")
    expect(pages.field_error(page, "new_password2")).not_to_be_empty()
    change_password(page, NEWCOMERS_PASSWORD, NEW_PASSWORD, NEW_PASSWORD)
    expect(page.get_by_text("Your password was changed.")).to_be_visible()
    expect(pages.navbar_user(page)).to_have_text(somebody)
    pages.visit(other, "/tasks")
    pages.expect_path(other, "/login?next=%2Ftasks")


def test_everyone_can_use_it(open_as: OpenAs) -> None:
    page = open_as("alice", viewport=PHONE)
    pages.visit_list(page, "/profile")
    expect(page.get_by_label("Old password")).to_be_visible()
    expect_to_fit(page)
    expect_no_barriers(page)


def test_theme_is_remembered_where_the_browser_forgets_it(
    page: Page, somebody: str
) -> None:
    html = page.locator("html")
    page.emulate_media(color_scheme="light")
    expect(html).to_contain_class("light")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(html).to_contain_class("dark")
    pages.visit(page, "/tasks")  # the choice has arrived before this page's own events
    expect(pages.navbar_user(page)).to_have_text(somebody)
    page.evaluate("localStorage.clear()")
    pages.visit(page, "/tasks")
    expect(html).to_contain_class("dark")


def test_theme_chosen_before_survives_signing_in(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    pages.visit(page, "/login")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_contain_class("dark")
    pages.sign_in_by_form(page, "victor", PASSWORD)
    expect(pages.navbar_user(page)).to_have_text("victor")
    page.evaluate("localStorage.clear()")
    pages.visit(page, "/tasks")
    expect(page.locator("html")).to_contain_class("dark")
