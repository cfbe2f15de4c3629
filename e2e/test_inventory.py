"""The hand-written page: one's own stock, from the first product to the last.

That nobody else's stock is shown or changed stands in ``test_access.py``.
"""

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.guard import Guard
from e2e.pages import field, row, rows

PATH = "/inventory"


@pytest.fixture
def page(open_as: OpenAs, newcomer: str) -> Page:
    """Sign in somebody who owns nothing yet."""
    return open_as(newcomer)


def test_an_empty_list_says_what_to_do(page: Page) -> None:
    pages.visit_list(page, PATH)
    expect(page.get_by_text("No products yet")).to_be_visible()
    expect(page.get_by_text("Add your first one above.")).to_be_visible()


def test_create(page: Page) -> None:
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="New product").click()
    fields = {"name": "Yemen Haraaz", "sku": "cof-900", "price": "31.5"}
    pages.fill_product(page, **fields, category="Coffee")
    page.mouse.click(5, 5)  # beside the form, which stays
    pages.save(page)
    expect(pages.toast(page, "Saved “Yemen Haraaz”.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for text in ("COF-900", "31.50 €", "Coffee", "Active"):
        expect(row(page, "Yemen Haraaz")).to_contain_text(text)
    page.reload()
    expect(row(page, "Yemen Haraaz")).to_be_visible()


def test_edit(page: Page, newcomer: str, database: Database) -> None:
    database.stock(newcomer, "Earl Grey", "English Breakfast")
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="Edit Earl Grey").click()
    expect(page.get_by_role("dialog", name="Edit product")).to_be_visible()
    expect(field(page, "Name")).to_have_value("Earl Grey")
    expect(field(page, "SKU")).to_have_value("EARL-GREY")
    expect(field(page, "Price")).to_have_value("9.50")
    pages.fill_product(page, name="Lady Grey", price="10")
    page.get_by_role("switch", name="Active").click()
    pages.save(page)
    expect(pages.toast(page, "Saved “Lady Grey”.")).to_be_visible()
    expect(rows(page)).to_have_count(2)
    expect(row(page, "Lady Grey")).to_contain_text("10.00 €")
    expect(row(page, "Lady Grey")).to_contain_text("Inactive")
    expect(row(page, "English Breakfast")).to_contain_text("9.50 €")


def test_delete_asks_first(page: Page, newcomer: str, database: Database) -> None:
    database.stock(newcomer, "Rooibos", "Sencha")
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="Delete Rooibos").click()
    question = page.get_by_role("alertdialog", name="Delete “Rooibos”?")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_have_count(0)
    expect(rows(page)).to_have_count(2)
    pages.delete(page, "Rooibos")
    expect(pages.toast(page, "Deleted “Rooibos”.")).to_be_visible()
    expect(rows(page)).to_have_count(1)
    pages.delete(page, "Sencha")
    for name in ("Sencha", "Rooibos"):  # each has an Undo of its own
        pages.toast(page, f"Deleted “{name}”.").get_by_role("button").click()
        expect(row(page, name)).to_be_visible()


def test_validation_errors_stand_beside_their_fields(
    page: Page, newcomer: str, database: Database
) -> None:
    database.stock(newcomer, "Matcha")
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="New product").click()
    pages.fill_product(page, sku="matcha", price="twelve")
    pages.save(page)
    expect(pages.field_error(page, "name")).to_have_text("This field cannot be blank.")
    expect(pages.field_error(page, "price")).to_have_text(
        "Enter a number, such as 12.50."
    )
    expect(field(page, "Price")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "Price")).to_have_value("twelve")
    pages.fill_product(page, name="Matcha again", price="0")
    pages.save(page)
    expect(pages.field_error(page, "name")).to_be_empty()
    expect(pages.field_error(page, "price")).to_have_text("Enter a price above zero.")
    pages.fill_product(page, price="24")
    pages.save(page)
    expect(pages.field_error(page, "price")).to_be_empty()
    expect(pages.field_error(page, "sku")).to_have_text(
        "You already have a product with this SKU."
    )
    pages.fill_product(page, sku="matcha-2")
    pages.save(page)
    expect(rows(page)).to_have_count(2)


def test_search_while_typing(
    page: Page, newcomer: str, database: Database, guard: Guard
) -> None:
    database.stock(newcomer, "House espresso", "Ristretto")
    database.stock(newcomer, "Beans", category="Espresso roast")
    pages.visit_list(page, PATH)
    pages.search(page, "espresso b")  # ten letters, much faster than the pause
    expect(page.get_by_text("Nothing found")).to_be_visible()
    assert 1 <= guard.events().count("set_search_query") <= 2
    pages.search(page, "ESPRESSO")
    expect(rows(page)).to_have_count(2)
    expect(row(page, "Ristretto")).to_have_count(0)
    expect(page.get_by_text("1–2 of 2")).to_be_visible()
    pages.search(page, "")
    expect(rows(page)).to_have_count(3)


def test_typing_in_the_form_sends_no_event(page: Page, guard: Guard) -> None:
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="New product").click()
    field(page, "Name").press_sequentially("Typed")
    pages.save(page)
    expect(pages.field_error(page, "sku")).not_to_be_empty()
    assert guard.events()[-2:] == ["start_creating", "save_product"]


def test_paging(open_as: OpenAs) -> None:
    page = open_as("alice")
    pages.visit_list(page, PATH)
    previous_page = page.get_by_role("button", name="Previous page")
    next_page = page.get_by_role("button", name="Next page")
    expect(page.get_by_text("1–10 of 60")).to_be_visible()
    expect(previous_page).to_be_disabled()
    first_row = rows(page).first.inner_text()
    for start in range(11, 61, 10):
        next_page.click()
        expect(page.get_by_text(f"{start}–{start + 9} of 60")).to_be_visible()
    expect(page.get_by_text("Page 6 of 6")).to_be_visible()
    expect(next_page).to_be_disabled()
    expect(rows(page).first).not_to_have_text(first_row)
    pages.search(page, "coffee")
    expect(page.get_by_text("1–10 of ")).to_be_visible()
    expect(previous_page).to_be_disabled()


def test_the_last_row_of_a_page_takes_the_page_with_it(
    page: Page, newcomer: str, database: Database
) -> None:
    database.stock(newcomer, *(f"Tea no. {n:02}" for n in range(1, 12)))
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("11–11 of 11")).to_be_visible()
    pages.delete(page, "Tea no. 11")
    expect(page.get_by_text("1–10 of 10")).to_be_visible()
    expect(rows(page)).to_have_count(10)


def test_markup_is_shown_as_text(page: Page) -> None:
    name = "<img src=x onerror=alert(1)> **bold** {{ 7 * 7 }}"
    pages.visit_list(page, PATH)
    page.get_by_role("button", name="New product").click()
    pages.fill_product(page, name=name, sku="<b>", price="1")
    pages.save(page)
    expect(pages.toast(page, f"Saved “{name}”.")).to_be_visible()
    expect(row(page, name)).to_contain_text("<B>")
    expect(page.locator("main img, [data-sonner-toast] img")).to_have_count(0)


def test_keyboard_only(page: Page) -> None:
    pages.visit_list(page, PATH)
    pages.tab_to(page, page.get_by_role("button", name="New product"))
    page.keyboard.press("Enter")
    expect(field(page, "Name")).to_be_focused()
    for text in ("Oolong", "TEA-777", "17.20", "Tea", "3"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the switch
    pages.tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(row(page, "Oolong")).to_contain_text("Inactive")
    pages.tab_to(page, page.get_by_role("button", name="Edit Oolong"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Edit Oolong")).to_be_focused()
    pages.tab_to(page, page.get_by_role("button", name="Delete Oolong"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No products yet")).to_be_visible()
