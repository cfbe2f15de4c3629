"""The words about a lost connection: there while it is, and never else."""

import pytest
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.guard import Guard
from e2e.test_accessibility import expect_no_barriers

NOTICE = "Connection lost. Reconnecting… What you typed stays here."


# Lets a test cut the page's connection: what is open ends, what is new leads nowhere.
CUTTABLE = """
    window.sockets = [];
    window.isCut = false;
    window.WebSocket = class extends WebSocket {
        constructor(url, protocols) {
            const target = window.isCut ? "/nowhere/" : "/_event/";
            super(String(url).replace("/_event/", target), protocols);
            window.sockets.push(this);
        }
    };
    window.cut = () => {
        window.isCut = true;
        window.sockets.forEach((socket) => socket.close());
    };
"""


@pytest.fixture
def page(open_as: OpenAs, guard: Guard) -> Page:
    """Open a page whose connection can be cut."""
    guard.allowed.append(r"^WebSocket connection to '\S+/nowhere/\S+' failed")
    page = open_as("alice")
    page.add_init_script(CUTTABLE)
    return page


def cut(page: Page) -> None:
    """Take the connection away."""
    page.evaluate("window.cut()")


def mend(page: Page) -> None:
    """Let the page connect again."""
    page.evaluate("window.isCut = false")


@pytest.mark.parametrize("width", [1280, 360])
def test_it_comes_and_goes_and_moves_nothing(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    pages.visit_list(page, "/inventory")
    notice = page.get_by_role("status").get_by_text(NOTICE)
    before = layout(page)
    cut(page)
    expect(notice).to_be_visible()
    assert layout(page) == before
    box = notice.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    expect(page.get_by_text("Cannot connect to server")).to_have_count(0)
    mend(page)
    expect(notice).to_have_count(0)
    assert layout(page) == before


def layout(page: Page) -> list:
    """Measure where things are, and how far the page can be scrolled."""
    return page.evaluate(
        """() => [
            document.documentElement.scrollWidth,
            document.documentElement.scrollHeight,
            ...[...document.querySelectorAll("header, main, h1, tbody tr")].map(
                (element) => JSON.stringify(element.getBoundingClientRect())),
        ]"""
    )


def test_it_can_be_read_while_a_dialog_is_open(page: Page) -> None:
    pages.visit_list(page, "/inventory")
    page.get_by_role("button", name="New product").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    cut(page)
    # By its role: what an open dialog hides from a screen reader has none.
    expect(page.get_by_role("status")).to_have_text(NOTICE)
    expect_no_barriers(page)
    mend(page)
    expect(page.get_by_role("status")).to_be_empty()


def test_it_does_not_show_when_a_page_loads(page: Page) -> None:
    page.add_init_script(
        """new MutationObserver(() => {
            window.flashed ||= document.body?.innerText.includes("Connection lost");
        }).observe(document, { childList: true, subtree: true })"""
    )
    for path in ("/inventory", "/products", "/tasks"):
        pages.visit_list(page, path)
        expect(pages.navbar_user(page)).to_have_text("alice")
        assert page.evaluate("window.flashed") is False
