"""Everyone can use the pages: axe finds nothing serious, in light and in dark."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from e2e import pages
from e2e.conftest import OpenAs

GRAVE = ("serious", "critical")

pytestmark = pytest.mark.parametrize("scheme", ["light", "dark"])


def grave_findings(page: Page) -> list[str]:
    """Name what axe finds serious or critical, and where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {[node['target'] for node in rule['nodes']]}"
        for rule in found
        if rule["impact"] in GRAVE
    ]


@pytest.mark.parametrize("path", ["/", "/login", "/signup"])
def test_signed_out(
    new_context: Callable[..., BrowserContext], scheme: str, path: str
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    pages.visit(page, path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert grave_findings(page) == []


@pytest.mark.parametrize("path", ["/", "/inventory", "/products", "/tasks"])
def test_signed_in(open_as: OpenAs, scheme: str, path: str) -> None:
    page = open_as("admin", color_scheme=scheme)
    pages.visit_list(page, path)
    expect(pages.navbar_user(page)).to_have_text("admin")
    assert grave_findings(page) == []


def test_an_unknown_address(
    new_context: Callable[..., BrowserContext], guard, scheme: str
) -> None:
    guard.allowed.append("status of 404")
    page = new_context(color_scheme=scheme).new_page()
    pages.visit(page, "/no-such-page")
    assert grave_findings(page) == []


@pytest.mark.parametrize("path", ["/inventory", "/products"])
def test_form_with_errors(open_as: OpenAs, scheme: str, path: str) -> None:
    page = open_as("edith", color_scheme=scheme)
    pages.visit_list(page, path)
    page.get_by_role("button", name="New product").click()
    pages.save(page)
    expect(pages.field_error(page, "name")).not_to_be_empty()
    assert grave_findings(page) == []


def test_question_before_deleting(open_as: OpenAs, scheme: str) -> None:
    page = open_as("alice", color_scheme=scheme)
    pages.visit_list(page, "/inventory")
    page.get_by_role("button", name="Delete").first.click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert grave_findings(page) == []


def test_list_with_a_message(open_as: OpenAs, newcomer: str, scheme: str) -> None:
    page = open_as(newcomer, color_scheme=scheme)
    pages.visit_list(page, "/tasks")
    page.get_by_label("New task").fill("Count the cups")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Delete Count the cups").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(pages.toast(page, "Deleted")).to_be_visible()
    assert grave_findings(page) == []
