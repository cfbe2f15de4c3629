"""The start page: three cards that keep what they promise."""

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.server import ROOT
from frontend.routes import INVENTORY, PRODUCTS, TASKS

CARDS = [
    ("Hand-written", "InventoryState", "Open the inventory", INVENTORY),
    ("Declarative", "ProductState", "Open the shop", PRODUCTS),
    ("Plain", "TaskState", "Open the tasks", TASKS),
]


def test_every_file_named_exists(page: Page) -> None:
    pages.visit(page, "/")
    files = page.get_by_role("main").get_by_role("listitem").all_inner_texts()
    assert len(files) == 4 * len(CARDS)
    assert [file for file in files if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize(("style", "state", "link", "path"), CARDS)
def test_every_card_leads_to_its_page(
    open_as: OpenAs, style: str, state: str, link: str, path: str
) -> None:
    page = open_as("alice")
    pages.visit(page, "/")
    card = page.locator(".rt-Card").filter(has_text=style).filter(has_text=state)
    expect(card.get_by_role("heading", name=style)).to_be_visible()
    card.get_by_role("link", name=link).click()
    pages.expect_path(page, path)
    expect(pages.rows(page).first).to_be_visible()
