"""The focus stays near where it was when what had it goes away."""

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database


@pytest.fixture
def page(open_as: OpenAs, newcomer: str, database: Database) -> Page:
    """Sign in somebody who owns three products, and has as many tasks."""
    database.stock(newcomer, "Cup", "Jug", "Pot")
    database.tasks(newcomer, "Wash", "Dry", "Count")
    return open_as(newcomer)


def content(page: Page) -> Locator:
    """Find what the focus falls back to: the page below the navbar."""
    return page.locator("#content")


def press(button: Locator) -> None:
    """Press a button with the keyboard."""
    button.focus()
    button.press("Enter")


def test_when_the_selection_is_cleared(page: Page) -> None:
    pages.visit_list(page, "/inventory")
    page.get_by_role("checkbox", name="Select Jug").click()
    press(page.get_by_role("button", name="Clear"))
    expect(page.get_by_role("group", name="Selection")).to_have_count(0)
    expect(content(page)).to_be_focused()


def test_when_a_selection_is_deleted_and_brought_back(page: Page) -> None:
    pages.visit_list(page, "/inventory")
    page.get_by_role("checkbox", name="Select Jug").click()
    bar = page.get_by_role("group", name="Selection")
    press(bar.get_by_role("button", name="Delete"))
    press(page.get_by_role("alertdialog").get_by_role("button", name="Confirm"))
    expect(pages.row(page, "Jug")).to_have_count(0)
    expect(content(page)).to_be_focused()
    press(page.get_by_role("button", name="Undo").first)
    expect(pages.row(page, "Jug")).to_be_visible()
    expect(content(page)).to_be_focused()


@pytest.mark.parametrize(("path", "name"), [("/inventory", "Jug"), ("/tasks", "Dry")])
def test_when_a_row_is_deleted(page: Page, path: str, name: str) -> None:
    pages.visit_list(page, path)
    press(page.get_by_role("button", name=f"Delete {name}", exact=True))
    press(page.get_by_role("alertdialog").get_by_role("button", name="Delete"))
    expect(pages.row(page, name)).to_have_count(0)
    expect(content(page)).to_be_focused()


def test_when_a_movement_is_recorded(page: Page) -> None:
    pages.visit_list(page, "/inventory")
    press(page.get_by_role("button", name="Stock of Jug"))
    panel = page.get_by_role("dialog", name="Jug")
    panel.get_by_label("Amount").fill("3")
    press(panel.get_by_role("button", name="Record"))
    expect(panel.get_by_text("3 in stock", exact=True)).to_be_visible()
    expect(panel).to_be_focused()  # Radix sees to that, in a dialog
