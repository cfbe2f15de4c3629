"""Everyone can use the pages: axe finds nothing serious, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.guard import Guard

GRAVE = ("serious", "critical")


def expect_no_barriers(page: Page) -> None:
    """Check the page as it stands, in both colour modes."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_contain_class(scheme)
        barriers = [
            f"{rule['id']}: {[node['target'] for node in rule['nodes']]}"
            for rule in Axe().run(page).response["violations"]
            if rule["impact"] in GRAVE
        ]
        assert barriers == [], f"{page.url}, {scheme}"


@pytest.mark.parametrize("path", ["/", "/login", "/signup"])
def test_signed_out(page: Page, path: str) -> None:
    pages.visit(page, path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect_no_barriers(page)


@pytest.mark.parametrize("path", ["/", "/inventory", "/products", "/tasks"])
def test_signed_in(open_as: OpenAs, path: str) -> None:
    page = open_as("admin")
    pages.visit_list(page, path)
    expect(pages.navbar_user(page)).to_have_text("admin")
    expect_no_barriers(page)


def test_an_unknown_address(page: Page, guard: Guard) -> None:
    guard.allowed.append("status of 404")
    pages.visit(page, "/no-such-page")
    expect_no_barriers(page)


def test_sign_up_with_errors(page: Page) -> None:
    pages.visit(page, "/signup")
    page.get_by_role("button", name="Sign up").click()
    expect(pages.field_error(page, "username")).not_to_be_empty()
    expect_no_barriers(page)


@pytest.mark.parametrize("path", ["/inventory", "/products"])
def test_form_with_errors(open_as: OpenAs, path: str) -> None:
    page = open_as("edith")
    pages.visit_list(page, path)
    page.get_by_role("button", name="New product").click()
    pages.save(page)
    expect(pages.field_error(page, "name")).not_to_be_empty()
    expect_no_barriers(page)


def test_question_before_deleting(open_as: OpenAs) -> None:
    page = open_as("alice")
    pages.visit_list(page, "/inventory")
    page.get_by_role("button", name="Delete").first.click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    expect_no_barriers(page)


def test_list_with_a_message(open_as: OpenAs, newcomer: str) -> None:
    page = open_as(newcomer)
    pages.visit_list(page, "/tasks")
    page.get_by_label("New task").fill("Count the cups")
    page.get_by_role("button", name="Add").click()
    pages.delete(page, "Count the cups")
    expect(pages.toast(page, "Deleted")).to_be_visible()
    expect_no_barriers(page)


CONTRAST = """field => {
    const color = (text) => text.match(/rgba?\\((.*?)\\)/)[1].split(",").map(Number);
    const light = (parts) => parts.slice(0, 3)
        .map((part) => part / 255)
        .map((part) => part <= 0.04 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
    const theme = document.querySelector(".radix-themes");
    const behind = color(getComputedStyle(theme).backgroundColor);
    const [red, green, blue, alpha = 1] = color(getComputedStyle(field).boxShadow);
    const seen = [red, green, blue].map(
        (part, n) => part * alpha + behind[n] * (1 - alpha));
    const sides = [seen, behind].map(light);
    return (Math.max(...sides) + 0.05) / (Math.min(...sides) + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_one_types_into_stands_out(page: Page, scheme) -> None:
    """Measure the border, which axe does not: at least 3 to 1, says WCAG 1.4.11."""
    page.emulate_media(color_scheme=scheme)
    pages.visit(page, "/login")
    expect(page.locator("html")).to_contain_class(scheme)
    assert page.locator(".rt-TextFieldRoot").first.evaluate(CONTRAST) >= 3
