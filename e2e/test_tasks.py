"""The plain page: one's own to-do list, from the first task to the last.

That nobody else's tasks are shown or changed stands in ``test_access.py``.
"""

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.guard import Guard
from e2e.pages import row, rows

PATH = "/tasks"


@pytest.fixture
def page(open_as: OpenAs, newcomer: str) -> Page:
    """Sign in somebody who has nothing to do yet."""
    return open_as(newcomer)


def add(page: Page, title: str) -> None:
    """Type a task's title and send it."""
    page.get_by_label("New task").fill(title)
    page.get_by_role("button", name="Add").click()


def test_an_empty_list_says_what_to_do(page: Page) -> None:
    pages.visit_list(page, PATH)
    expect(page.get_by_text("Nothing to do")).to_be_visible()
    expect(page.get_by_text("Add a task above.")).to_be_visible()


def test_create(page: Page) -> None:
    pages.visit_list(page, PATH)
    add(page, "Roast the Kenya")
    expect(row(page, "Roast the Kenya")).to_be_visible()
    expect(page.get_by_label("New task")).to_have_value("")
    expect(page.get_by_label("New task")).to_be_focused()
    page.keyboard.type("Taste the Kenya")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_contain_text("Taste the Kenya")
    page.reload()
    expect(rows(page)).to_have_count(2)


def test_edit(page: Page, newcomer: str, database: Database) -> None:
    database.tasks(newcomer, "Order beans", "Order cups")
    pages.visit_list(page, PATH)
    cups = page.get_by_role("checkbox", name="Order cups")
    expect(rows(page).first).to_contain_text("Order cups")
    cups.click()
    expect(cups).to_be_checked()
    expect(rows(page).last).to_contain_text("Order cups")  # the open ones first
    page.reload()
    expect(cups).to_be_checked()
    cups.click()
    expect(cups).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Order beans")).not_to_be_checked()


def test_delete_asks_first(page: Page, newcomer: str, database: Database) -> None:
    database.tasks(newcomer, "Buy milk", "Buy oats")
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="Delete Buy milk").click()
    question = page.get_by_role("alertdialog", name="Delete “Buy milk”?")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_have_count(0)
    expect(rows(page)).to_have_count(2)
    pages.delete(page, "Buy milk")
    expect(pages.toast(page, "Deleted “Buy milk”.")).to_be_visible()
    expect(rows(page)).to_have_count(1)
    expect(row(page, "Buy oats")).to_be_visible()


def test_validation_errors_stand_beside_their_fields(page: Page) -> None:
    pages.visit_list(page, PATH)
    add(page, "   ")
    expect(pages.field_error(page, "title")).to_have_text("This field cannot be blank.")
    expect(page.get_by_label("New task")).to_have_attribute("aria-invalid", "true")
    add(page, "x" * 201)
    expect(pages.field_error(page, "title")).to_contain_text("at most 200 characters")
    expect(page.get_by_label("New task")).to_have_value("x" * 201)
    add(page, "x" * 200)
    expect(rows(page)).to_have_count(1)
    expect(pages.field_error(page, "title")).to_be_empty()


def test_typing_in_the_form_sends_no_event(page: Page, guard: Guard) -> None:
    pages.visit_list(page, PATH)
    before = len(guard.events())
    page.get_by_label("New task").press_sequentially("Typed")
    page.keyboard.press("Enter")
    expect(row(page, "Typed")).to_be_visible()
    assert guard.events()[before:] == ["add_task"]


def test_markup_is_shown_as_text(page: Page) -> None:
    title = "<img src=x onerror=alert(1)> **bold** {{ 7 * 7 }}"
    pages.visit_list(page, PATH)
    add(page, title)
    expect(row(page, title)).to_be_visible()
    pages.delete(page, title)
    expect(pages.toast(page, f"Deleted “{title}”.")).to_be_visible()
    expect(page.locator("main img, [data-sonner-toast] img")).to_have_count(0)


def test_keyboard_only(page: Page) -> None:
    pages.visit_list(page, PATH)
    pages.tab_to(page, page.get_by_label("New task"))
    page.keyboard.type("Sweep")
    page.keyboard.press("Enter")
    sweep = page.get_by_role("checkbox", name="Sweep")
    expect(sweep).to_be_visible()
    pages.tab_to(page, sweep)
    page.keyboard.press("Space")
    expect(sweep).to_be_checked()
    pages.tab_to(page, page.get_by_role("button", name="Delete Sweep"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Delete Sweep")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing to do")).to_be_visible()
