"""Importing a file: choose it, read the preview, import it, or think again."""

from pathlib import Path

from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.test_accessibility import expect_no_barriers
from e2e.test_navbar import expect_to_fit

PHONE: ViewportSize = {"width": 320, "height": 640}
COUNT = "SELECT count(*) FROM inventory_product p JOIN auth_user u ON u.id = owner_id "
MINE = f"{COUNT} WHERE username = ?"


def open_import(page: Page) -> None:
    """Open the page, without a file of the test before."""
    pages.visit(page, "/inventory/import")
    heading = page.get_by_role("heading", name="Import products")
    expect(heading).to_be_visible()
    expect(page.get_by_label("CSV file")).to_be_visible()


def send(page: Page, text: str) -> None:
    """Choose a file with this text, and have it checked."""
    file: FilePayload = {
        "name": "stock.csv",
        "mimeType": "text/csv",
        "buffer": text.encode(),
    }
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()


def test_file_is_checked_and_then_imported(
    open_as: OpenAs, newcomer: str, database: Database
) -> None:
    page = open_as(newcomer)
    open_import(page)
    send(page, "SKU;Name;Price\ncup-1;Cup;4,80\npot-1;Pot;19,90\n")
    expect(page.get_by_text("2 to create")).to_be_visible()
    expect(pages.row(page, "POT-1")).to_contain_text("Name: Pot; Price: 19.90")
    expect(pages.rows(page)).to_have_count(2)
    assert database.one(MINE, newcomer) == 0
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported: 2 created, 0 changed.")).to_be_visible()
    page.get_by_role("link", name="Open the inventory").click()
    expect(pages.row(page, "CUP-1")).to_be_visible()


def test_refused_line_says_why_and_nothing_can_be_imported(
    open_as: OpenAs, newcomer: str
) -> None:
    page = open_as(newcomer)
    open_import(page)
    send(page, "SKU,Name,Price\ncup-1,Cup,4.80\npot-1,Pot,free\n")
    expect(pages.row(page, "POT-1")).to_contain_text("Write a number")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    page.set_viewport_size(PHONE)
    expect_to_fit(page)
    expect_no_barriers(page)
    page.get_by_role("button", name="Choose another file").click()
    expect(page.get_by_label("CSV file")).to_be_visible()
    expect_to_fit(page)
    page.reload()
    expect(page.get_by_label("CSV file")).to_be_visible()


def test_no_file_and_no_csv_are_refused_in_words(
    open_as: OpenAs, newcomer: str
) -> None:
    page = open_as(newcomer)
    open_import(page)
    expect_no_barriers(page)
    page.get_by_role("button", name="Check the file").click()
    expect(pages.field_error(page, "file")).to_have_text("Choose a file.")
    send(page, "just words")
    expect(page.get_by_role("alert").filter(has_text="columns")).to_be_visible()


def test_hundred_thousand_lines_freeze_nobody(
    open_as: OpenAs, newcomer: str, database: Database
) -> None:
    page, other = open_as(newcomer), open_as("alice")
    open_import(page)
    pages.visit_list(other, "/inventory")
    lines = [f"big-{number},Cup {number},1.50" for number in range(100_000)]
    send(page, "\n".join(["SKU,Name,Price", *lines]))
    expect(page.get_by_role("progressbar")).to_be_visible()
    pages.search(other, "teaspoon")
    expect(pages.rows(other)).to_have_count(1, timeout=3000)
    expect(page.get_by_role("progressbar")).to_be_visible()  # it is not over yet
    expect(page.get_by_text("100000 to create")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("CSV file")).to_be_visible()
    assert database.one(MINE, newcomer) == 0


def test_export_holds_what_the_list_shows(open_as: OpenAs) -> None:
    page = open_as("alice")
    pages.visit_list(page, "/inventory")
    pages.search(page, "teaspoon & co")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    pages.search(page, "teaspoon")
    expect(pages.rows(page)).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Teaspoon" in lines[1]
