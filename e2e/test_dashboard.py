"""The dashboard: every figure leads to its list, and follows the stock by itself."""

import re

from playwright.sync_api import Page, ViewportSize, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.test_accessibility import expect_no_barriers
from e2e.test_navbar import expect_to_fit

PHONE: ViewportSize = {"width": 360, "height": 740}


def open_dashboard(page: Page) -> None:
    """Open the page, and wait for its figures."""
    pages.visit_list(page, "/dashboard")
    expect(page.get_by_role("heading", name="Top movers")).to_be_visible()


def test_every_figure_leads_to_the_list_behind_it(
    open_as: OpenAs, database: Database
) -> None:
    page = open_as("alice")
    open_dashboard(page)
    low = database.one(
        "SELECT count(*) FROM inventory_product p JOIN auth_user u ON u.id = owner_id "
        "WHERE username = 'alice' AND p.is_active AND deleted_at IS NULL "
        "AND stock_on_hand <= reorder_level"
    )
    link = page.get_by_role("link", name=f"Low stock {low}")
    expect(link).to_have_attribute("href", "/inventory?low_stock=1")
    coffee = page.get_by_role("main").get_by_role("link", name="Coffee", exact=True)
    expect(coffee).to_have_attribute("href", "/inventory?category=Coffee")
    mover = page.locator("main li a[href*='?search_query=']").first
    address = str(mover.get_attribute("href"))
    mover.click()
    expect(page).to_have_url(re.compile(re.escape(address.partition("?")[2])))


def test_charts_are_drawn_in_the_page(open_as: OpenAs) -> None:
    page = open_as("alice")
    open_dashboard(page)
    days = page.get_by_role("img", name="Bars: pieces received").locator("svg g")
    expect(days).to_have_count(30)
    moved = days.filter(has_text=re.compile("[1-9][0-9]* received"))
    told = re.search(
        "([0-9]+) received", moved.first.locator("title").text_content() or ""
    )
    received = moved.first.locator("rect").nth(1)
    assert told
    expect(received).to_have_attribute("height", told[1])
    expect(received).to_be_visible()
    values = page.locator("main li svg[viewBox] rect").first
    expect(values).to_be_visible()


def test_moments_are_told_in_the_viewers_zone(open_as: OpenAs) -> None:
    told = []
    for zone in ("Asia/Tokyo", "America/New_York"):
        page = open_as("alice", timezone_id=zone)
        open_dashboard(page)
        moment = page.locator("main time").first
        expect(moment).to_contain_text(re.compile(r"[AP]M"))
        told.append(
            (moment.get_attribute("datetime"), moment.inner_text().partition(",")[2])
        )
    (at, tokyo), (same, new_york) = told
    assert at == same
    assert tokyo != new_york


def test_new_user_is_told_where_to_begin(open_as: OpenAs, newcomer: str) -> None:
    page = open_as(newcomer)
    pages.visit_list(page, "/dashboard")
    expect(page.get_by_text("No stock yet")).to_be_visible()
    page.get_by_role("link", name="Open the inventory").click()
    pages.expect_path(page, "/inventory")


def test_refresh_reads_again(open_as: OpenAs, newcomer: str, database: Database):
    page = open_as(newcomer)
    pages.visit_list(page, "/dashboard")
    expect(page.get_by_text("No stock yet")).to_be_visible()
    database.stock(newcomer, "Cup")
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_role("link", name="Products 1")).to_be_visible()


def test_everyone_can_use_it(open_as: OpenAs) -> None:
    page = open_as("alice")
    open_dashboard(page)
    expect_no_barriers(page)


def test_a_phone_shows_all_of_it(open_as: OpenAs) -> None:
    page = open_as("alice", viewport=PHONE)
    open_dashboard(page)
    expect_to_fit(page)
