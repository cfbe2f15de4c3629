"""Two people, or two tabs, with the same row in their forms."""

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.pages import field, row


@pytest.fixture
def tabs(open_as: OpenAs, newcomer: str, database: Database) -> tuple[Page, Page]:
    """Open two tabs of one person, with the same product in their forms."""
    page = open_as(newcomer)
    database.stock(newcomer, "Descaler")
    tabs = page, page.context.new_page()
    for tab in tabs:
        pages.visit_list(tab, "/inventory")
        tab.get_by_role("button", name="Edit Descaler").click()
        expect(field(tab, "Price")).to_have_value("9.50")
        expect(field(tab, "Active")).to_be_checked()
    return tabs


def test_the_second_of_two_editors_is_told(tabs: tuple[Page, Page]) -> None:
    page, other = tabs
    pages.fill_product(other, price="8")
    pages.save(other)
    expect(row(other, "Descaler")).to_contain_text("8.00 €")
    pages.fill_product(page, price="11")
    pages.save(page)
    expect(pages.field_error(page, "price")).to_have_text("Theirs: 8.00")
    pages.save(page)
    expect(row(page, "Descaler")).to_contain_text("11.00 €")


def test_nor_is_a_switch_reversed_unseen(tabs: tuple[Page, Page]) -> None:
    page, other = tabs
    field(other, "Active").click()
    pages.save(other)
    expect(row(other, "Descaler")).to_contain_text("Inactive")
    pages.save(page)
    expect(pages.field_error(page, "is_active")).to_have_text("Theirs: no")
    expect(field(page, "Active")).to_have_accessible_description("Theirs: no")
