"""The declarative page: the shelf that everyone watches, seen by who may change it.

What several people see at a time stands in ``test_live.py``, what is refused in
``test_access.py``.
"""

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.guard import Guard
from e2e.pages import field, row, rows

PATH = "/products"
SEEDED = 24


@pytest.fixture(autouse=True)
def _shelf_as_seeded(database: Database) -> None:
    """Take what other tests have put there off the shelf."""
    database.run("DELETE FROM shop_product WHERE id > ?", SEEDED)


@pytest.fixture
def page(open_as: OpenAs) -> Page:
    """Sign in the shop editor."""
    return open_as("edith")


def test_an_empty_list_says_what_to_do(page: Page) -> None:
    pages.visit_list(page, PATH)
    pages.search(page, "no product has this")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    expect(page.get_by_text("Try fewer or other letters.")).to_be_visible()


def test_create(page: Page) -> None:
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="New product").click()
    fields = {"name": "Anise drops", "sku": "swe-900", "price": "3.5"}
    pages.fill_product(page, **fields, description="Sweet,\nthen not.")
    pages.save(page)
    expect(pages.toast(page, "Saved.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for text in ("SWE-900", "3.50 €", "Sweet, then not.", "Active"):
        expect(row(page, "Anise drops")).to_contain_text(text)
    page.reload()
    expect(row(page, "Anise drops")).to_be_visible()


def test_edit(page: Page, database: Database) -> None:
    database.shelf("Aniseed drops", "Apple tea")
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="Edit Aniseed drops").click()
    expect(page.get_by_role("dialog", name="Edit product")).to_be_visible()
    expect(field(page, "Name")).to_have_value("Aniseed drops")
    expect(field(page, "SKU")).to_have_value("ANISEED-DROPS")
    expect(field(page, "Price")).to_have_value("9.50")
    pages.fill_product(page, name="Bergamot tea", price="10")
    page.get_by_role("switch", name="Active").click()
    pages.save(page)
    expect(pages.toast(page, "Saved.")).to_be_visible()
    expect(row(page, "Aniseed drops")).to_have_count(0)
    expect(row(page, "Bergamot tea")).to_contain_text("10.00 €")
    expect(row(page, "Bergamot tea")).to_contain_text("Inactive")
    expect(row(page, "Apple tea")).to_contain_text("9.50 €")


def test_delete_asks_first(page: Page, database: Database) -> None:
    database.shelf("Acorn coffee", "Anise tea")
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="Delete Acorn coffee").click()
    question = page.get_by_role("alertdialog", name="Delete “Acorn coffee”?")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_have_count(0)
    expect(row(page, "Acorn coffee")).to_be_visible()
    pages.delete(page, "Acorn coffee")
    expect(pages.toast(page, "Deleted.")).to_be_visible()
    expect(row(page, "Acorn coffee")).to_have_count(0)
    expect(row(page, "Anise tea")).to_be_visible()


def test_validation_errors_stand_beside_their_fields(page: Page) -> None:
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="New product").click()
    pages.fill_product(page, sku="cof-101", price="twelve")
    pages.save(page)
    expect(pages.field_error(page, "name")).to_have_text("This field cannot be blank.")
    expect(pages.field_error(page, "price")).to_have_text(
        "Enter a number, such as 12.50."
    )
    expect(field(page, "Price")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "Price")).to_have_value("twelve")
    pages.fill_product(page, name="Yirgacheffe again", price="0")
    pages.save(page)
    expect(pages.field_error(page, "name")).to_be_empty()
    expect(pages.field_error(page, "price")).to_have_text("Enter a price above zero.")
    expect(pages.field_error(page, "sku")).to_have_text(
        "Another product already has this SKU."
    )
    pages.fill_product(page, price="24", sku="cof-101-b")
    pages.save(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text(f"of {SEEDED + 1}")).to_be_visible()


def test_search_while_typing(page: Page, database: Database, guard: Guard) -> None:
    database.shelf("Quince tea", "Other tea")
    database.shelf("Other", description="Goes with quince.")
    pages.visit_list(page, PATH)
    pages.search(page, "quince jam")  # ten letters, much faster than the pause
    expect(page.get_by_text("Nothing found")).to_be_visible()
    assert 1 <= guard.events().count("set_search_query") <= 2
    pages.search(page, "QUINCE")
    expect(rows(page)).to_have_count(2)
    expect(row(page, "Other tea")).to_have_count(0)
    expect(page.get_by_text("1–2 of 2")).to_be_visible()
    pages.search(page, "")
    expect(page.get_by_text(f"1–10 of {SEEDED + 3}")).to_be_visible()


def test_typing_in_the_form_sends_no_event(page: Page, guard: Guard) -> None:
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="New product").click()
    field(page, "Name").press_sequentially("Typed")
    pages.save(page)
    expect(pages.field_error(page, "sku")).not_to_be_empty()
    assert guard.events()[-2:] == ["start_creating", "save_product"]


def test_paging(page: Page) -> None:
    pages.visit_list(page, PATH)
    previous_page = page.get_by_role("button", name="Previous page")
    next_page = page.get_by_role("button", name="Next page")
    expect(page.get_by_text(f"1–10 of {SEEDED}")).to_be_visible()
    expect(previous_page).to_be_disabled()
    first_row = rows(page).first.inner_text()
    next_page.click()
    expect(page.get_by_text(f"11–20 of {SEEDED}")).to_be_visible()
    next_page.click()
    expect(page.get_by_text(f"21–{SEEDED} of {SEEDED}")).to_be_visible()
    expect(page.get_by_text("Page 3 of 3")).to_be_visible()
    expect(next_page).to_be_disabled()
    expect(rows(page).first).not_to_have_text(first_row)
    pages.search(page, "1 kg")
    expect(page.get_by_text("Page 1 of 1")).to_be_visible()
    expect(previous_page).to_be_disabled()


def test_the_last_row_of_a_page_takes_the_page_with_it(
    page: Page, database: Database
) -> None:
    database.shelf(*(f"Quince no. {n:02}" for n in range(1, 12)))
    pages.visit_list(page, PATH)
    pages.search(page, "quince")
    expect(page.get_by_text("1–10 of 11")).to_be_visible()
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("11–11 of 11")).to_be_visible()
    pages.delete(page, "Quince no. 11")
    expect(page.get_by_text("1–10 of 10")).to_be_visible()
    expect(rows(page)).to_have_count(10)


def test_markup_is_shown_as_text(page: Page) -> None:
    name = "<img src=x onerror=alert(1)> **bold** {{ 7 * 7 }}"
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="New product").click()
    pages.fill_product(page, name=name, sku="<b>", price="1", description=name)
    pages.save(page)
    expect(row(page, name)).to_contain_text("<B>")
    expect(page.locator("main img")).to_have_count(0)


def test_keyboard_only(page: Page) -> None:
    pages.visit_list(page, PATH)
    pages.tab_to(page, page.get_by_role("button", name="New product"))
    page.keyboard.press("Enter")
    expect(field(page, "Name")).to_be_focused()
    for text in ("Acorn coffee", "COF-777", "17.20", "Ground."):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the switch
    pages.tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(row(page, "Acorn coffee")).to_contain_text("Inactive")
    pages.tab_to(page, page.get_by_role("button", name="Edit Acorn coffee"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Edit Acorn coffee")).to_be_focused()
    pages.tab_to(page, page.get_by_role("button", name="Delete Acorn coffee"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, "Acorn coffee")).to_have_count(0)
