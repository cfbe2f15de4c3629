"""Stock that moves: in the row, and in the panel at the side of one product."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.guard import Guard
from e2e.pages import field, row, rows
from e2e.test_accessibility import expect_no_barriers

PATH = "/inventory"


@pytest.fixture
def page(open_as: OpenAs, newcomer: str, database: Database) -> Page:
    """Sign in somebody who owns one product, none of it in stock."""
    database.stock(newcomer, "Matcha", reorder_level=2)
    page = open_as(newcomer, timezone_id="Asia/Tokyo")
    pages.visit_list(page, PATH)
    return page


def press(page: Page | Locator, name: str) -> None:
    """Click the button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def open_panel(page: Page, name: str) -> Locator:
    """Open a product's panel, and wait until it is there."""
    press(page, f"Stock of {name}")
    panel = page.get_by_role("dialog", name=name)
    expect(panel).to_be_visible()
    return panel


def record(page: Page, kind: str, amount: str, reason: str = "") -> None:
    """Fill the panel's form, and send it."""
    page.get_by_role("combobox", name="Kind").click()
    page.get_by_role("option", name=kind).click()
    field(page, "Amount").fill(amount)
    field(page, "Reason").fill(reason)
    press(page.get_by_role("dialog"), "Record")


def test_one_click_receives_or_issues(page: Page) -> None:
    expect(row(page, "Matcha")).to_contain_text("Low stock")
    press(page, "Issue one Matcha")
    expect(pages.toast(page, "“Matcha”: Only 0 in stock.")).to_be_visible()
    for pieces in range(1, 4):
        press(page, "Receive one Matcha")
        expect(pages.toast(page, f"“Matcha”: {pieces} in stock.")).to_be_visible()
    expect(row(page, "Matcha")).not_to_contain_text("Low stock")
    press(page, "Issue one Matcha")
    expect(pages.toast(page, "“Matcha”: 2 in stock.")).to_be_visible()
    expect(row(page, "Matcha")).to_contain_text("Low stock")


def test_panel_records_a_movement_and_shows_its_history(page: Page) -> None:
    panel = open_panel(page, "Matcha")
    expect(panel).to_contain_text("0 movements")
    record(page, "Count", "12", "First count")
    expect(panel).to_contain_text("12 in stock")
    expect(panel.get_by_role("listitem")).to_contain_text("First count")
    expect(panel.get_by_role("listitem")).to_contain_text("+12")
    expect(panel.get_by_role("img", name="Stock over the last 90 days")).to_be_visible()
    expect(panel.locator("svg g title").last).to_have_text(re.compile(": 12 in stock$"))
    expect(field(page, "Amount")).to_have_value("")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page.get_by_role("button", name="Stock of Matcha")).to_be_focused()
    expect(row(page, "Matcha")).to_contain_text("12")


def test_errors_stand_beside_their_fields(page: Page) -> None:
    open_panel(page, "Matcha")
    record(page, "Adjust", "-1")
    expect(pages.field_error(page, "quantity")).to_have_text("Only 0 in stock.")
    expect(field(page, "Amount")).to_have_attribute("aria-invalid", "true")
    record(page, "Adjust", "1")
    expect(pages.field_error(page, "reason")).to_have_text(
        "Say why the stock is adjusted."
    )
    expect(pages.field_error(page, "quantity")).to_be_empty()
    record(page, "Adjust", "1", "Found behind the shelf")
    expect(pages.toast(page, "“Matcha”: 1 in stock.")).to_be_visible()


def test_double_click_records_one_movement(page: Page) -> None:
    panel = open_panel(page, "Matcha")
    field(page, "Amount").fill("5")
    panel.get_by_role("button", name="Record").dblclick()
    expect(panel).to_contain_text("1 movement")
    expect(panel).to_contain_text("5 in stock")
    page.reload()  # the panel stays open
    expect(panel).to_contain_text("1 movement")
    expect(panel).to_contain_text("5 in stock")


def test_history_is_paged_and_in_the_viewers_own_time(
    page: Page, database: Database
) -> None:
    (product,) = database.run("SELECT id FROM inventory_product WHERE sku = 'MATCHA'")
    for day in range(1, 13):
        database.run(
            "INSERT INTO inventory_stockmovement (product_id, kind, quantity, reason,"
            " created_at) VALUES (?, 'count', 0, ?, ?)",
            *(product[0], f"Count no. {day}", f"2026-01-{day:02} 20:30:00"),
        )
    panel = open_panel(page, "Matcha")
    entries = panel.get_by_role("listitem")
    expect(entries).to_have_count(10)
    expect(entries.first).to_contain_text("Count no. 12")
    expect(entries.first).to_contain_text(re.compile(r"Jan 13, 2026, 5:30\sAM"))
    press(panel, "Next page")
    expect(entries).to_have_count(2)
    expect(entries.last).to_contain_text("Count no. 1")


def test_restock_task_is_added_once(page: Page) -> None:
    press(page, "Add restock task for Matcha")
    expect(pages.toast(page, "Added to your tasks: “Restock Matcha”.")).to_be_visible()
    open_panel(page, "Matcha")
    press(page.get_by_role("dialog"), "Add restock task")
    expect(pages.toast(page, "There is one already")).to_be_visible()
    pages.visit_list(page, "/tasks")
    expect(row(page, "Restock Matcha")).to_have_count(1)


def test_publishing_is_hidden_without_the_right(page: Page) -> None:
    expect(page.get_by_role("button", name="Publish Matcha")).to_have_count(0)


def test_publish_and_unpublish_show_on_the_shelf(
    open_as: OpenAs, database: Database
) -> None:
    database.stock("edith", "Kinako")
    page, shelf = open_as("edith"), open_as("bruno")
    pages.visit_list(page, PATH)
    pages.visit_list(shelf, "/products")
    pages.search(shelf, "kinako")
    expect(shelf.get_by_text("Nothing found")).to_be_visible()
    pages.search(page, "kinako")
    press(page, "Publish Kinako")
    expect(row(page, "Kinako")).to_contain_text("For sale")
    expect(row(shelf, "Kinako")).to_be_visible()
    panel = open_panel(page, "Kinako")
    press(panel, "Unpublish")
    expect(pages.toast(page, "Unpublished")).to_be_visible()
    expect(rows(shelf)).to_have_count(0)


def test_panel_fits_a_phone_and_has_no_barriers(open_as: OpenAs, guard: Guard) -> None:
    page = open_as("alice", viewport={"width": 360, "height": 740})
    pages.visit_list(page, PATH)
    page.get_by_role("button", name=re.compile("^Stock of ")).first.click()
    panel = page.get_by_role("dialog")
    expect(panel.locator("svg g title").last).to_be_attached()
    box = panel.bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 360)
    wide = "e => e.scrollWidth > e.clientWidth"
    assert not panel.evaluate(wide)
    expect_no_barriers(page)
