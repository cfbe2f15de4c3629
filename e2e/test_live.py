"""The shelf, live: what one person changes, every other open page shows."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.pages import row, rows
from inventory.demo_data import PASSWORD

PATH = "/products"
SEEDED = 24
SOON = 1500  # milliseconds: "within a second", and some for a busy machine


@pytest.fixture(autouse=True)
def _shelf_as_seeded(database: Database) -> None:
    """Take what other tests have put there off the shelf."""
    database.run("DELETE FROM shop_product WHERE id > ?", SEEDED)


@pytest.fixture
def editor(open_as: OpenAs) -> Page:
    """Open the shop for somebody who may change it."""
    page = open_as("edith")
    pages.visit_list(page, PATH)
    return page


@pytest.fixture
def watcher(open_as: OpenAs) -> Page:
    """Open the shop for somebody who may only look, in another browser."""
    page = open_as("victor")
    pages.visit_list(page, PATH)
    return page


def create(page: Page, name: str) -> None:
    """Put a product on the shelf, by the form."""
    page.get_by_role("button", name="New product").click()
    pages.fill_product(page, name=name, sku=name.replace(" ", "-"), price="5")
    pages.save(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def rename(page: Page, name: str, to: str) -> None:
    """Change a product's name, by the form."""
    page.get_by_role("button", name=f"Edit {name}").click()
    pages.fill_product(page, name=to)
    pages.save(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_every_change_shows_at_once_in_its_place(editor: Page, watcher: Page) -> None:
    create(editor, "Barley coffee")
    expect(rows(watcher).nth(2)).to_contain_text("Barley coffee", timeout=SOON)
    expect(watcher.get_by_text(f"1–10 of {SEEDED + 1}")).to_be_visible(timeout=SOON)
    rename(editor, "Barley coffee", "Acorn coffee")
    expect(rows(watcher).first).to_contain_text("Acorn coffee", timeout=SOON)
    expect(row(watcher, "Barley coffee")).to_have_count(0)
    pages.delete(editor, "Acorn coffee")
    expect(row(watcher, "Acorn")).to_have_count(0, timeout=SOON)
    expect(watcher.get_by_text(f"1–10 of {SEEDED}")).to_be_visible(timeout=SOON)
    expect(watcher.get_by_role("button", name="New product")).to_have_count(0)


def test_a_search_stays_as_it_is(editor: Page, watcher: Page) -> None:
    pages.search(watcher, "quince")
    expect(watcher.get_by_text("Nothing found")).to_be_visible()
    create(editor, "Quince tea")
    expect(row(watcher, "Quince tea")).to_be_visible(timeout=SOON)
    create(editor, "Acorn coffee")
    create(editor, "Quince jam")
    expect(rows(watcher).first).to_contain_text("Quince jam", timeout=SOON)
    expect(rows(watcher)).to_have_count(2)
    rename(editor, "Acorn coffee", "Acorn and quince")
    expect(rows(watcher).first).to_contain_text("Acorn and quince", timeout=SOON)


def test_an_earlier_page_does_not_move_the_rows_being_read(
    editor: Page, watcher: Page
) -> None:
    watcher.get_by_role("button", name="Next page").click()
    expect(watcher.get_by_text(f"11–20 of {SEEDED}")).to_be_visible()
    first_row = rows(watcher).first.inner_text()
    create(editor, "Acorn coffee")
    expect(watcher.get_by_text("1 change on earlier pages")).to_be_visible(timeout=SOON)
    create(editor, "Barley coffee")
    expect(watcher.get_by_text("2 changes on earlier pages")).to_be_visible(
        timeout=SOON
    )
    assert rows(watcher).first.inner_text() == first_row
    watcher.get_by_role("button", name="Show").click()
    expect(watcher.get_by_text("on earlier pages")).to_have_count(0)
    expect(watcher.get_by_text(f"11–20 of {SEEDED + 2}")).to_be_visible()
    expect(rows(watcher).nth(2)).to_have_text(first_row, use_inner_text=True)


def test_a_later_page_shows_its_own_changes(editor: Page, watcher: Page) -> None:
    create(editor, "Zebra cup")
    for page in (editor, watcher):
        for number in (2, 3):
            page.get_by_role("button", name="Next page").click()
            expect(page.get_by_text(f"Page {number} of 3")).to_be_visible()
        expect(row(page, "Zebra cup")).to_be_visible()
    rename(editor, "Zebra cup", "Zebra mug")
    expect(rows(watcher).last).to_contain_text("Zebra mug", timeout=SOON)
    pages.delete(editor, "Zebra mug")
    expect(row(watcher, "Zebra")).to_have_count(0, timeout=SOON)


def test_what_the_admin_saves_is_live_too(watcher: Page, open_as: OpenAs) -> None:
    admin = open_as("admin")
    admin.goto("/admin/shop/product/add/")
    admin.get_by_label("Name:").fill("Acorn coffee")
    admin.get_by_label("Price:").fill("7.50")
    admin.get_by_label("SKU:").fill("acorn")
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin.get_by_text("was added successfully")).to_be_visible()
    expect(rows(watcher).first).to_contain_text("7.50 €", timeout=SOON)


def test_a_live_page_ends_with_its_session(page: Page, editor: Page) -> None:
    pages.sign_in_by_form(page, "victor", PASSWORD, f"/login?next={PATH}")
    expect(rows(page)).to_have_count(10)
    elsewhere = page.context.new_page()
    pages.visit_list(elsewhere, "/tasks")
    elsewhere.get_by_role("button", name="Sign out").click()
    pages.expect_path(elsewhere, "/login")
    create(editor, "Acorn coffee")
    expect(page).to_have_url(re.compile(r"/login/?\?next="))
    expect(page.get_by_text("Acorn coffee")).to_have_count(0)


def test_the_second_of_two_editors_is_told(editor: Page, open_as: OpenAs) -> None:
    admin = open_as("admin")
    pages.visit_list(admin, PATH)
    create(editor, "Acorn coffee")
    for page in (editor, admin):
        page.get_by_role("button", name="Edit Acorn coffee").click()
        expect(pages.field(page, "Price")).to_have_value("5.00")
    pages.fill_product(admin, price="8")
    pages.save(admin)
    expect(row(admin, "Acorn coffee")).to_contain_text("8.00 €")
    pages.fill_product(editor, price="11")
    pages.save(editor)
    expect(pages.field_error(editor, "price")).to_have_text("Theirs: 8.00")
    pages.save(editor)
    expect(row(admin, "Acorn coffee")).to_contain_text("11.00 €", timeout=SOON)
