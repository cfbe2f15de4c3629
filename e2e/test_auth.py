"""Signing in, up and out, by the forms, with the admin, and with nothing left over."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.database import Database
from e2e.pages import (
    expect_path,
    field_error,
    navbar_user,
    row,
    send_credentials,
    session_id,
    sign_in_by_form,
    visit,
    visit_list,
)
from inventory.demo_data import PASSWORD

WRONG = "Wrong username or password. Mind upper and lower case."


def test_sign_in(page: Page) -> None:
    sign_in_by_form(page, "alice", PASSWORD)
    expect_path(page, "/")
    expect(navbar_user(page)).to_have_text("alice")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_refusal_does_not_tell_what_was_wrong(page: Page) -> None:
    for username, password in (("alice", "wrong"), ("nobody", PASSWORD)):
        sign_in_by_form(page, username, password)
        expect(field_error(page, "__all__")).to_have_text(WRONG)
        expect_path(page, "/login")
        expect(page.get_by_label("Username")).to_have_value(username)


def test_missing_fields_are_named(page: Page) -> None:
    sign_in_by_form(page, "alice", "")
    expect(field_error(page, "password")).to_have_text("This field is required.")
    expect(field_error(page, "username")).to_be_empty()


def test_a_protected_page_sends_to_sign_in_and_brings_back(page: Page) -> None:
    for path in ("inventory", "products", "tasks"):
        page.goto(f"/{path}")
        expect(page).to_have_url(re.compile(rf"/login/?\?next=%2F{path}"))
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect_path(page, "/tasks")
    expect(navbar_user(page)).to_have_text("alice")


def test_a_shared_search_is_found_after_signing_in(page: Page) -> None:
    page.goto("/inventory?search_query=oats")
    expect(page).to_have_url(re.compile(r"/login/?\?next="))
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/inventory/?\?search_query=oats$"))
    expect(page.get_by_role("searchbox")).to_have_value("oats")


def test_who_is_signed_in_is_led_past_the_form(page: Page) -> None:
    sign_in_by_form(page, "alice", PASSWORD, "/login?next=/tasks")
    expect_path(page, "/tasks")
    page.goto("/signup?next=/inventory?search_query=aero")
    expect_path(page, "/inventory?search_query=aero")
    expect(row(page, "AeroPress with 350 filters")).to_be_visible()
    page.go_back()
    expect_path(page, "/tasks")


@pytest.mark.parametrize("hostile", ["//example.com", "javascript:alert(1)"])
def test_next_leads_nowhere_else(page: Page, hostile: str) -> None:
    sign_in_by_form(page, "alice", PASSWORD, f"/login?next={hostile}")
    expect_path(page, "/")
    expect(navbar_user(page)).to_have_text("alice")


def test_sign_out(page: Page) -> None:
    sign_in_by_form(page, "alice", PASSWORD, "/login?next=/tasks")
    expect(row(page, "Give the umbrella back")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect_path(page, "/login")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.goto("/tasks")
    expect(page).to_have_url(re.compile(r"/login/?\?next="))
    expect(page.get_by_text("Give the umbrella back")).to_have_count(0)


def test_an_ended_session_leads_to_sign_in(page: Page, database: Database) -> None:
    sign_in_by_form(page, "victor", PASSWORD, "/login?next=/tasks")
    task = page.get_by_role("checkbox", name="Choose a present for Edith")
    expect(task).to_be_visible()
    sessions = "DELETE FROM inventory_session WHERE session_key = ?"
    database.run(sessions, session_id(page))
    task.click()
    expect(page).to_have_url(re.compile(r"/login/?\?next=%2Ftasks"))
    done = "SELECT done FROM shop_task WHERE title = 'Choose a present for Edith'"
    assert not database.one(done)


def test_the_next_user_of_a_tab_sees_nothing_of_the_one_before(page: Page) -> None:
    sign_in_by_form(page, "alice", PASSWORD, "/login?next=/inventory")
    expect(row(page, "AeroPress with 350 filters")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect_path(page, "/login")
    sign_in_by_form(page, "victor", PASSWORD, "/login?next=/inventory")
    expect(navbar_user(page)).to_have_text("victor")
    expect(page.get_by_text("No products yet")).to_be_visible()
    expect(page.get_by_text("AeroPress")).to_have_count(0)


def test_the_admin_and_the_app_share_their_sign_in(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_title(re.compile("Site administration"))
    visit_list(page, "/tasks")
    expect(navbar_user(page)).to_have_text("admin")
    page.get_by_role("button", name="Sign out").click()
    expect_path(page, "/login")
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Log in")).to_be_visible()


def test_the_app_and_the_admin_share_their_sign_in(page: Page) -> None:
    sign_in_by_form(page, "admin", PASSWORD)
    page.get_by_role("link", name="Admin", exact=True).click()
    expect(page).to_have_title(re.compile("Site administration"))
    page.get_by_role("button", name="Log out").click()
    visit(page, "/")
    expect(
        page.get_by_role("banner").get_by_role("link", name="Sign in")
    ).to_be_visible()


def test_sign_up_brings_back_too(page: Page) -> None:
    page.goto("/tasks")
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    expect_path(page, "/signup?next=%2Ftasks")
    expect(page.get_by_label("Password again")).to_be_visible()  # the new form, by now
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill("12345678")
    page.get_by_label("Password again").fill("12345678")
    page.get_by_role("button", name="Sign up").click()
    expect(field_error(page, "username")).to_contain_text("already exists")
    expect(field_error(page, "password1")).to_contain_text("too common")
    expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")

    page.get_by_label("Username").fill("carla")
    page.get_by_label("Password", exact=True).fill("beans and a blanket")
    page.get_by_label("Password again").fill("beans or a blanket")
    page.get_by_role("button", name="Sign up").click()
    expect(field_error(page, "password2")).to_contain_text("match")
    expect(field_error(page, "username")).to_be_empty()

    page.get_by_label("Password again").fill("beans and a blanket")
    page.get_by_role("button", name="Sign up").click()
    expect_path(page, "/tasks")
    expect(navbar_user(page)).to_have_text("carla")


def test_no_script_can_read_the_session(page: Page) -> None:
    sign_in_by_form(page, "alice", PASSWORD)
    expect(navbar_user(page)).to_have_text("alice")
    cookies = {cookie.get("name"): cookie for cookie in page.context.cookies()}
    session = cookies["sessionid"]
    assert session.get("httpOnly") is True
    assert session.get("sameSite") == "Lax"
    storages = "[document.cookie, {...localStorage}, {...sessionStorage}]"
    readable = page.evaluate(f"() => JSON.stringify({storages})")
    assert "sessionid" not in readable
    assert session.get("value", "") not in readable
    assert "csrftoken" in readable  # so what can be read has indeed been read


def test_signing_in_starts_a_new_session(page: Page) -> None:
    elsewhere = page.context.new_page()
    visit(elsewhere, "/login")
    sign_in_by_form(page, "alice", PASSWORD)
    expect(navbar_user(page)).to_have_text("alice")
    first = session_id(page)
    send_credentials(elsewhere, "bruno", PASSWORD)
    expect(navbar_user(elsewhere)).to_have_text("bruno")
    second = session_id(page)
    elsewhere.get_by_role("button", name="Sign out").click()
    expect_path(elsewhere, "/login")
    assert first
    assert second
    assert first != second
    assert session_id(page) is None
