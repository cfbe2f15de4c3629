"""The layout that every page shares: the navbar, the colours, small screens."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.people import PASSWORD
from frontend.routes import NAVIGATION

PHONE: ViewportSize = {"width": 360, "height": 740}
SIGNED_OUT = ["/", "/login", "/signup"]
SIGNED_IN = ["/", *(entry.route for entry in NAVIGATION)]


def test_the_active_entry_is_marked(open_as: OpenAs) -> None:
    page = open_as("alice")
    pages.visit(page, "/")
    navigation = page.get_by_role("navigation", name="Main")
    active = navigation.locator("[aria-current=page]")
    expect(active).to_have_count(0)
    for entry in NAVIGATION:
        navigation.get_by_role("link", name=entry.label).click()
        pages.expect_path(page, entry.route)
        name = re.compile(rf"^{entry.label}(, \d+ low)?$")
        expect(active).to_have_accessible_name(name)
        expect(page).to_have_title(f"{entry.label} · Stockroom")


def test_every_page_knows_you_also_after_a_reload(open_as: OpenAs) -> None:
    page = open_as("alice")
    for path in SIGNED_IN:
        pages.visit(page, path)
        expect(pages.navbar_user(page)).to_have_text("alice")
        page.reload()
        expect(pages.navbar_user(page)).to_have_text("alice")
        expect(page.get_by_role("link", name="Sign in")).to_have_count(0)


def test_it_knows_you_right_after_a_task_is_ticked(
    open_as: OpenAs, newcomer: str, database: Database
) -> None:
    database.tasks(newcomer, "Tick me")
    page = open_as(newcomer)
    pages.visit_list(page, "/tasks")
    page.get_by_role("checkbox", name="Tick me").click()
    expect(page.get_by_role("checkbox", name="Tick me")).to_be_checked()
    expect(pages.navbar_user(page)).to_have_text(newcomer)
    page.get_by_role("link", name="Stockroom, home").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("three ways")
    expect(pages.navbar_user(page)).to_have_text(newcomer)


def test_only_staff_is_led_to_the_admin(open_as: OpenAs) -> None:
    for username, links in (("admin", 1), ("edith", 0)):
        page = open_as(username)
        pages.visit(page, "/")
        expect(pages.navbar_user(page)).to_have_text(username)
        admin = page.get_by_role("link", name="Admin", exact=True)
        expect(admin).to_have_count(links)


@pytest.mark.parametrize(("first", "then"), [("light", "dark"), ("dark", "light")])
def test_dark_and_light(
    new_context: Callable[..., BrowserContext], first: str, then: str
) -> None:
    page = new_context(color_scheme=first).new_page()
    # A session of its own: the theme is kept in it.
    pages.sign_in_by_form(page, "alice", PASSWORD)
    expect(pages.navbar_user(page)).to_have_text("alice")
    theme = "document.querySelector('.radix-themes')"
    background = f"() => getComputedStyle({theme}).backgroundColor"
    expect(page.locator("html")).to_contain_class(first)
    before = page.evaluate(background)
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_contain_class(then)
    page.reload()
    pages.visit(page, "/tasks")
    expect(page.locator("html")).to_contain_class(then)
    assert page.evaluate(background) != before


def test_the_first_tab_leads_past_the_navbar(open_as: OpenAs) -> None:
    page = open_as("alice")
    pages.visit_list(page, "/inventory")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="New product")).to_be_focused()
    for name in ("Import", "Export"):  # each is one stop, though it looks like a button
        page.keyboard.press("Tab")
        expect(page.get_by_role("main").get_by_role("link", name=name)).to_be_focused()


def expect_to_fit(page: Page) -> None:
    """Check that nothing has to be scrolled sideways to be seen."""
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll("body, body *")]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1
                && !element.closest(".skip-link"))
            .map((element) => element.outerHTML.slice(0, 120))"""
    )
    scrollable = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(f"() => {scrollable}") <= 0, too_wide


def test_a_phone_shows_every_page_signed_out(page: Page) -> None:
    page.set_viewport_size(PHONE)
    for path in SIGNED_OUT:
        pages.visit(page, path)
        expect_to_fit(page)
        sign_in = page.get_by_role("banner").get_by_role("link", name="Sign in")
        expect(sign_in).to_be_in_viewport(ratio=1)


def test_a_phone_shows_every_page_signed_in(open_as: OpenAs) -> None:
    page = open_as("admin", viewport=PHONE)
    for path in SIGNED_IN:
        pages.visit_list(page, path)
        expect(pages.navbar_user(page)).to_have_text("admin")
        expect_to_fit(page)
        for link in ("Stockroom, home", "Inventory", "Shop", "Tasks", "Admin"):
            entry = page.get_by_role("banner").get_by_role(
                "link", name=link, exact=True
            )
            expect(entry).to_be_in_viewport(ratio=1)
        for button in ("Sign out", "Switch between light and dark"):
            expect(page.get_by_role("button", name=button)).to_be_in_viewport(ratio=1)


def test_a_phone_shows_the_whole_form(open_as: OpenAs) -> None:
    page = open_as("admin", viewport=PHONE)
    for path in ("/inventory", "/products"):
        pages.visit_list(page, path)
        page.get_by_role("button", name="New product").click()
        save = page.get_by_role("button", name="Save")
        save.scroll_into_view_if_needed()
        expect(save).to_be_in_viewport(ratio=1)
        expect_to_fit(page)
