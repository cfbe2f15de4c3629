"""What a page weighs: its scripts and styles, as a browser really loads them."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from e2e.conftest import OpenAs

# Reflex's own blank template: `reflex init --template blank`, built with Reflex 0.10.1
# by `reflex export` and counted in the same way.
BLANK = 323_489
AT_MOST = 1.15  # times the blank template

PAGES = ("/dashboard", "/inventory", "/inventory/import", "/products", "/tasks")


def loaded_bytes(page: Page, path: str) -> dict[str, int]:
    """Open a page, and give the gzipped size of each script and style it loads.

    All that comes without a click counts, also what comes after the page is usable.
    """
    answers: list[Response] = []
    page.on("response", lambda one: answers.append(one))
    page.goto(path)
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_load_state("networkidle")
    kinds = ("script", "stylesheet")
    assets = [one for one in answers if one.request.resource_type in kinds]
    return {one.url: len(gzip.compress(one.body(), 9)) for one in assets}


def expect_small(sizes: dict[str, int]) -> None:
    """Compare what was loaded with the blank template."""
    assert any(url.endswith(".css") for url in sizes), "the styles were not counted"
    assert sum(sizes.values()) <= AT_MOST * BLANK, sizes


@pytest.mark.parametrize("path", [*PAGES, "/profile"])
def test_a_page_is_hardly_larger_than_a_blank_one(open_as: OpenAs, path: str) -> None:
    expect_small(loaded_bytes(open_as("alice"), path))


@pytest.mark.parametrize("path", ["/", "/login", "/signup"])
def test_so_is_a_page_for_everyone(
    new_context: Callable[..., BrowserContext], path: str
) -> None:
    expect_small(loaded_bytes(new_context().new_page(), path))
