"""The address and the list say the same, wherever one goes from there."""

import re

import pytest
from playwright.sync_api import Page, WebSocket, expect

from e2e import pages
from e2e.pages import row, rows

PATH = "/inventory"


@pytest.fixture
def page(twelve_teas: Page) -> Page:
    """Begin with that list."""
    return twelve_teas


def test_the_first_step_back_leads_back(page: Page) -> None:
    status = page.get_by_label("Status", exact=True)
    for _ in range(2):
        status.select_option("Inactive")
        pages.expect_path(page, f"{PATH}?status=inactive")
        expect(page.get_by_text("Nothing found")).to_be_visible()
        page.go_back()
        pages.expect_path(page, PATH)
        expect(rows(page)).to_have_count(10)
        expect(status).to_have_value("")
    page.go_forward()
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Next page").click()
    expect(row(page, "Tea no. 12")).to_be_visible()
    expect(page).to_have_url(re.compile("after="))
    page.go_back()
    expect(row(page, "Tea no. 01")).to_be_visible()


def test_a_late_answer_leaves_the_next_page_its_address(page: Page) -> None:
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    pages.visit_list(page, PATH)
    with sockets[0].expect_event("framereceived", lambda got: "Tea no. 12" in str(got)):
        pages.search(page, "no. 12")
        page.get_by_role("link", name="Tasks").click()
    page.get_by_label("New task").fill("Tidy up")
    page.get_by_role("button", name="Add").click()
    expect(row(page, "Tidy up")).to_be_visible()  # so the answer before is done with
    pages.expect_path(page, "/tasks")
    page.go_back()
    pages.expect_path(page, PATH)
