"""Selecting many products, and changing all of them after one question."""

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.pages import row, rows
from e2e.test_accessibility import expect_no_barriers

PATH = "/inventory"


@pytest.fixture
def page(twelve_teas: Page) -> Page:
    """Begin with that list."""
    return twelve_teas


def tick(page: Page, name: str) -> None:
    """Click a checkbox."""
    page.get_by_role("checkbox", name=name, exact=True).click()


def bar(page: Page) -> Locator:
    """Find the bar above the list."""
    return page.get_by_role("group", name="Selection")


def ask(page: Page, action: str, question: str) -> Locator:
    """Press a button of the bar, and give its question."""
    bar(page).get_by_role("button", name=action, exact=True).click()
    dialog = page.get_by_role("alertdialog", name=question)
    expect(dialog).to_be_visible()
    return dialog


def confirm(dialog: Locator) -> None:
    """Answer yes."""
    dialog.get_by_role("button", name="Confirm").click()
    expect(dialog).to_have_count(0)


def test_selection_survives_paging_and_searching(page: Page) -> None:
    expect(bar(page)).to_have_count(0)
    tick(page, "Select Tea no. 01")
    page.get_by_role("button", name="Next page").click()
    tick(page, "Select Tea no. 12")
    expect(bar(page)).to_contain_text("2 selected")
    pages.search(page, "no. 01")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("checkbox", name="Select Tea no. 01")).to_be_checked()
    expect(bar(page)).to_contain_text("2 selected")
    bar(page).get_by_role("button", name="Clear").click()
    expect(bar(page)).to_have_count(0)


def test_whole_page_and_all_that_match(page: Page) -> None:
    tick(page, "Select all on this page")
    expect(bar(page)).to_contain_text("10 selected")
    bar(page).get_by_role("button", name="Select all 12 that match").click()
    expect(bar(page)).to_contain_text("12 selected")
    confirm(ask(page, "Deactivate", "Deactivate 12 products?"))
    expect(pages.toast(page, "Deactivated 12 products.")).to_be_visible()
    expect(page.locator("main tbody tr").filter(has_text="Inactive")).to_have_count(10)


def test_change_category(page: Page) -> None:
    tick(page, "Select Tea no. 03")
    dialog = ask(page, "Change category", "Change the category of 1 product?")
    dialog.get_by_label("Category").fill("Green tea")
    confirm(dialog)
    expect(row(page, "Tea no. 03")).to_contain_text("Green tea")


def test_delete_can_be_cancelled_and_undone(page: Page) -> None:
    tick(page, "Select Tea no. 01")
    tick(page, "Select Tea no. 02")
    dialog = ask(page, "Delete", "Delete 2 products?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(row(page, "Tea no. 01")).to_be_visible()
    confirm(ask(page, "Delete", "Delete 2 products?"))
    expect(row(page, "Tea no. 01")).to_have_count(0)
    expect(page.get_by_text("1–10 of 10")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(pages.toast(page, "Brought back 2 products.")).to_be_visible()
    expect(row(page, "Tea no. 01")).to_be_visible()


def test_shelf_actions_need_their_right(page: Page, open_as: OpenAs) -> None:
    tick(page, "Select Tea no. 01")
    expect(bar(page)).to_be_visible()
    publish = bar(page).get_by_role("button", name="Publish", exact=True)
    expect(publish).to_have_count(0)


def test_publish_a_selection(open_as: OpenAs, database: Database) -> None:
    database.stock("edith", "Genmaicha one", "Genmaicha two")
    page = open_as("edith")
    pages.visit_list(page, PATH)
    pages.search(page, "genmaicha")
    expect(rows(page)).to_have_count(2)
    tick(page, "Select all on this page")
    confirm(ask(page, "Publish", "Publish 2 products?"))
    expect(row(page, "Genmaicha two")).to_contain_text("For sale")
    refused = ask(page, "Delete", "Delete 2 products?")
    refused.get_by_role("button", name="Confirm").click()
    expect(pages.field_error(page, "form")).to_contain_text("Take off the shelf first")
    refused.get_by_role("button", name="Cancel").click()
    confirm(ask(page, "Unpublish", "Unpublish 2 products?"))
    expect(row(page, "Genmaicha two")).not_to_contain_text("For sale")


def test_bar_and_question_have_no_barriers(page: Page) -> None:
    tick(page, "Select all on this page")
    expect(bar(page)).to_be_visible()
    expect_no_barriers(page)
    dialog = ask(page, "Change category", "Change the category of 10 products?")
    expect_no_barriers(page)
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)


def test_nothing_scrolls_sideways_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    tick(page, "Select all on this page")
    expect(bar(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
