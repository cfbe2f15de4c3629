"""What nobody may see or do, even with events that no page offers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.database import Database
from e2e.forged import forge
from e2e.guard import Guard
from e2e.pages import rows

NO_LONGER_THERE = "no longer there."


@pytest.fixture
def page(open_as: OpenAs, newcomer: str) -> Page:
    """Sign in somebody who owns nothing yet."""
    return open_as(newcomer)


@pytest.mark.parametrize("path", ["/inventory", "/tasks"])
def test_another_users_rows_are_hidden(page: Page, guard: Guard, path: str) -> None:
    pages.visit_list(page, path)
    expect(page.get_by_text("Add ").last).to_be_visible()
    expect(rows(page)).to_have_count(0)
    assert guard.frames
    assert not any("created_at" in frame or "sku" in frame for frame in guard.frames)


def test_search_finds_nothing_of_another_users(page: Page, guard: Guard) -> None:
    pages.visit_list(page, "/inventory")
    pages.search(page, "flour")  # bruno's
    expect(page.get_by_text("Nothing found")).to_be_visible()
    assert not any("Rye flour" in frame for frame in guard.frames)


@pytest.mark.parametrize("handler", ["start_editing", "delete_product"])
def test_another_users_products_are_untouchable(
    page: Page, newcomer: str, database: Database, handler: str
) -> None:
    database.stock(newcomer, "Mine")
    query = "SELECT * FROM inventory_product WHERE sku = 'FLR-001'"
    before = database.run(query)
    forge(page, "start_editing", handler, {"product_id": before[0][0]})
    pages.visit_list(page, "/inventory")
    page.get_by_role("button", name="Edit Mine").click()
    expect(pages.toast(page, NO_LONGER_THERE)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert database.run(query) == before


@pytest.mark.parametrize("handler", ["toggle_task", "delete_task"])
def test_another_users_tasks_are_untouchable(
    page: Page, newcomer: str, database: Database, handler: str
) -> None:
    database.tasks(newcomer, "Mine")
    query = "SELECT * FROM shop_task WHERE title = 'Clean the deck oven'"
    before = database.run(query)
    forge(page, "toggle_task", handler, {"task_id": before[0][0]})
    pages.visit_list(page, "/tasks")
    page.get_by_role("checkbox", name="Mine").click()
    expect(pages.toast(page, NO_LONGER_THERE)).to_be_visible()
    assert database.run(query) == before


def test_who_may_not_change_the_shelf_is_offered_nothing(open_as: OpenAs) -> None:
    page = open_as("victor")
    pages.visit_list(page, "/products")
    expect(rows(page)).to_have_count(10)
    buttons = page.get_by_role("main").get_by_role("button")
    expect(buttons).to_have_count(2)  # the previous page and the next one
    expect(page.get_by_role("columnheader", name="Actions")).to_have_count(0)


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        ("start_editing", {"product_id": 1}),
        ("delete_product", {"product_id": 1}),
        (
            "save_product",
            {"form_data": {"name": "Forged", "sku": "FORGED", "price": "1"}},
        ),
    ],
)
def test_who_may_not_change_the_shelf_cannot(
    open_as: OpenAs, database: Database, handler: str, payload: dict
) -> None:
    query = "SELECT * FROM shop_product ORDER BY id"
    before = database.run(query)
    page = open_as("victor")
    forge(page, "next_page", handler, payload)
    pages.visit_list(page, "/products")
    page.get_by_role("button", name="Next page").click()
    expect(pages.toast(page, "Your account may not do this.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert database.run(query) == before


def test_guessing_passwords_is_slowed_down(
    new_context: Callable[..., BrowserContext], guard: Guard
) -> None:
    guard.allowed.append("status of 429")
    page = new_context().new_page()
    pages.visit(page, "/login")
    for _ in range(6):
        with page.expect_response("**/auth/sign-in/"):
            pages.send_credentials(page, "somebody", "guessed")
        expect(page.locator("form[aria-busy=true]")).to_have_count(0)
    expect(pages.field_error(page, "__all__")).to_contain_text("Too many attempts.")
