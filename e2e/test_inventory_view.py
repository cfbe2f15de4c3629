"""The inventory's view in the browser: address, back button, order, keys, undo."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.guard import Guard
from e2e.pages import row, rows

PATH = "/inventory"


@pytest.fixture
def page(open_as: OpenAs, newcomer: str, database: Database) -> Page:
    """Open the list of somebody with twelve products, one of them low."""
    database.stock(newcomer, *(f"Tea no. {n:02}" for n in range(1, 11)))
    database.stock(newcomer, "Beans", category="Coffee", price="1250.00")
    database.stock(newcomer, "Filters", reorder_level=0, price="2.00")
    page = open_as(newcomer)
    pages.visit_list(page, PATH)
    return page


def first_name(page: Page, name: str) -> None:
    expect(rows(page).first).to_contain_text(name)


def test_header_sorts_and_says_so(page: Page) -> None:
    first_name(page, "Beans")
    price = page.get_by_role("columnheader", name="Price")
    expect(price).to_have_attribute("aria-sort", "none")
    price.get_by_role("button").click()
    first_name(page, "Filters")
    expect(price).to_have_attribute("aria-sort", "ascending")
    price.get_by_role("button").click()
    first_name(page, "1,250.00 €")
    expect(price).to_have_attribute("aria-sort", "descending")
    pages.expect_path(page, f"{PATH}?sort=-price")


def test_back_button_and_link_restore_the_view(page: Page) -> None:
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("11–12 of 12")).to_be_visible()
    page.get_by_label("Stock", exact=True).select_option("Low stock")
    expect(page.get_by_text("1–1 of 1")).to_be_visible()
    expect(row(page, "Filters")).to_contain_text("Low stock")
    pages.search(page, "nothing")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    pages.expect_path(page, f"{PATH}?search_query=nothing&low_stock=1")
    link = page.url
    page.go_back()
    expect(page.get_by_text("11–12 of 12")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.go_back()
    expect(page.get_by_text("1–10 of 12")).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("11–12 of 12")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("Nothing found")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("nothing")
    expect(page.get_by_label("Stock", exact=True)).to_have_value("1")


def test_page_size_and_category(page: Page) -> None:
    page.get_by_label("Products on a page").select_option("25")
    expect(rows(page)).to_have_count(12)
    page.get_by_label("Category", exact=True).select_option("Coffee")
    expect(rows(page)).to_have_count(1)
    pages.expect_path(page, f"{PATH}?category=Coffee&page_size=25")


def test_all_pages_are_in_reach_and_each_has_a_link(page: Page) -> None:
    def turn(label: str, shown: str) -> str:
        before = page.url
        page.get_by_role("button", name=f"{label} page").click()
        expect(page.get_by_text(shown, exact=True)).to_be_visible()
        expect(page).not_to_have_url(before)
        return page.url

    page.get_by_label("Status", exact=True).select_option("Active")
    pages.expect_path(page, f"{PATH}?status=active")
    last = turn("Last", "11–12 of 12")
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    expect(page.get_by_role("button", name="Last page")).to_be_focused()
    assert turn("Previous", "1–10 of 12") != last
    turn("Next", "11–12 of 12")
    first = turn("First", "1–10 of 12")
    expect(page.get_by_role("button", name="Previous page")).to_be_disabled()
    assert last.endswith("?status=active&before=end")
    assert first.endswith("?status=active")
    for _step in range(2):
        page.go_back()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("11–12 of 12", exact=True)).to_be_visible()
    assert page.url == last
    page.reload()
    expect(page.get_by_text("11–12 of 12", exact=True)).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Status", exact=True)).to_have_value("")
    pages.expect_path(page, PATH)


def test_export_link_follows_the_view(page: Page) -> None:
    page.get_by_label("Category", exact=True).select_option("Coffee")
    expect(rows(page)).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert "Beans" in lines[1]


def test_typing_sends_two_searches_at_most_and_the_newest_wins(
    page: Page, guard: Guard
) -> None:
    before = len(guard.sent)
    box = page.get_by_role("searchbox")
    box.press_sequentially("filters no", delay=80)
    expect(page.get_by_text("Nothing found")).to_be_visible()
    pages.expect_path(page, f"{PATH}?search_query=filters+no")
    sent = [frame for frame in guard.sent[before:] if "set_search_query" in frame]
    assert 1 <= len(sent) <= 2
    assert "filters no" in sent[-1]


def test_form_sends_no_event_for_a_key(page: Page, guard: Guard) -> None:
    page.get_by_role("button", name="New product").click()
    expect(page.get_by_role("dialog", name="New product")).to_be_visible()
    before = len(guard.sent)
    for label in ("Name", "SKU", "Price", "Category", "Reorder level"):
        pages.field(page, label).press_sequentially("12345")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    events = [frame for frame in guard.sent[before:] if "_event" in frame]
    assert ["reset_form" in frame for frame in events] == [True]


def test_keys_search_move_open_and_leave(page: Page) -> None:
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type("n/?")  # what is typed is text
    expect(box).to_have_value("n/?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    box.fill("")
    expect(rows(page)).to_have_count(10)
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(pages.field(page, "Name")).to_have_value("Filters")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="New product")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("?")
    help_overlay = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_overlay).to_contain_text("Move through the rows")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    expect(box).not_to_be_focused()


def test_delete_can_be_undone(page: Page) -> None:
    pages.delete(page, "Beans")
    expect(row(page, "Beans")).to_have_count(0)
    pages.toast(page, "Deleted “Beans”.").get_by_role("button", name="Undo").click()
    expect(row(page, "Beans")).to_be_visible()


def test_navbar_counts_what_runs_low(page: Page) -> None:
    expect(page.get_by_test_id("low-stock-count")).to_have_text("1")
    name = "Inventory, 1 low"
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768])
def test_fits_a_phone_and_a_tablet(
    page: Page, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 740})
    page.reload()
    expect(rows(page)).to_have_count(10)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    table = page.locator("main .rt-ScrollAreaViewport").first
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
