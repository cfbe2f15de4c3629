"""When something goes wrong: words that help, and no word of what broke."""

import re

from playwright.sync_api import Page, WebSocketRoute, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.forged import forge
from e2e.guard import Guard
from e2e.pages import rows

INSIDE = re.compile(r"Traceback|[a-z](Exception|Error)\b|sqlite|\.py\b")


def shows_nothing_from_inside(page: Page, guard: Guard) -> None:
    """Check that neither the page nor a frame names an exception or a file."""
    seen = [page.locator("body").inner_text(), *guard.frames]
    assert [text for text in seen if INSIDE.search(text)] == []


def test_an_unknown_address(open_as: OpenAs, guard: Guard) -> None:
    guard.allowed.append("status of 404")
    page = open_as("alice")
    answer = page.goto("/no/such/page")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    expect(pages.navbar_user(page)).to_have_text("alice")
    expect(page).to_have_title("Page not found · Stockroom")
    page.get_by_role("link", name="Go to the start page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("three ways")


def test_an_event_of_an_outdated_page(
    open_as: OpenAs, newcomer: str, database: Database, guard: Guard
) -> None:
    database.tasks(newcomer, "Tick me")
    page = open_as(newcomer)
    forge(page, "toggle_task", "toggle_task", {"task": "one"})
    pages.visit_list(page, "/tasks")
    page.get_by_role("checkbox", name="Tick me").click()
    expect(pages.toast(page, "This page is out of date. Reload it")).to_be_visible()
    shows_nothing_from_inside(page, guard)


def test_an_unexpected_fault(
    open_as: OpenAs, newcomer: str, database: Database, guard: Guard
) -> None:
    guard.allowed.append("ValueError")
    database.tasks(newcomer, "Tick me")
    page = open_as(newcomer)
    pages.visit_list(page, "/tasks")
    # SQLite takes a date that no calendar has; nobody can read it.
    database.tasks(newcomer, "Broken", created_at="2026-99-99 00:00:00")
    page.get_by_role("checkbox", name="Tick me").click()
    expect(pages.toast(page, "Something went wrong. Reload the page")).to_be_visible()
    shows_nothing_from_inside(page, guard)


def test_a_list_that_cannot_be_read(
    open_as: OpenAs, newcomer: str, database: Database, guard: Guard
) -> None:
    guard.allowed.append("OperationalError")
    database.stock(newcomer, "Still there")
    page = open_as(newcomer)
    database.run("ALTER TABLE inventory_product RENAME TO away")
    try:
        pages.visit_list(page, "/inventory")
        expect(page.get_by_text("Your products could not be read")).to_be_visible()
        shows_nothing_from_inside(page, guard)
    finally:
        database.run("ALTER TABLE away RENAME TO inventory_product")
    page.get_by_role("button", name="Try again").click()
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_text("could not be read")).to_have_count(0)


def test_a_write_that_fails(
    open_as: OpenAs, newcomer: str, database: Database, guard: Guard
) -> None:
    guard.allowed.append("OperationalError")
    page = open_as(newcomer)
    pages.visit_list(page, "/tasks")
    database.run("ALTER TABLE shop_task RENAME TO away")
    try:
        page.get_by_label("New task").fill("Wait")
        page.get_by_role("button", name="Add").click()
        answer = pages.toast(page, "The database did not answer. Try again")
        expect(answer).to_be_visible()
        shows_nothing_from_inside(page, guard)
    finally:
        database.run("ALTER TABLE away RENAME TO shop_task")
    expect(page.get_by_label("New task")).to_have_value("Wait")
    page.get_by_role("button", name="Add").click()
    expect(rows(page)).to_have_count(1)


def test_a_sign_in_without_connection(page: Page, guard: Guard) -> None:
    guard.allowed.append("net::ERR_FAILED")
    page.route("**/auth/**", lambda route: route.abort())
    pages.sign_in_by_form(page, "alice", "any")
    expect(pages.field_error(page, "__all__")).to_have_text(
        "The server did not answer. Check your connection and try again."
    )


def test_a_page_whose_script_fails(open_as: OpenAs, guard: Guard) -> None:
    guard.allowed.append("")  # React reports the crash in several ways
    titles = ['"title":{"no": "text"}']  # until it is empty, the page cannot be shown

    def crash(frame: str | bytes) -> str | bytes:
        return re.sub(r'"title":"[^"]*"', titles[0], str(frame)) if titles else frame

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda frame: socket.send(crash(frame)))

    page = open_as("alice")
    page.route_web_socket(re.compile("/_event/"), connect)
    page.goto("/tasks")
    message = page.get_by_role("alert").filter(has_text="could not be shown")
    expect(message).to_contain_text("Reload the page to go on.")
    shows_nothing_from_inside(page, guard)
    titles.clear()
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
