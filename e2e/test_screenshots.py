"""The README's pictures: made with ``UPDATE_SCREENSHOTS=1``, else only checked."""

import os

import pytest
from playwright.sync_api import ViewportSize, expect

from e2e import pages
from e2e.conftest import OpenAs
from e2e.server import ROOT

FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 200_000  # bytes: the README's first screen should not have to wait
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
PICTURES = {
    "home": ("alice", "/", "light", DESKTOP),
    "inventory": ("alice", "/inventory", "light", DESKTOP),
    "dashboard-dark": ("alice", "/dashboard", "dark", DESKTOP),
    "shop-dark": ("edith", "/products", "dark", DESKTOP),
    "tasks-phone": ("alice", "/tasks", "light", PHONE),
}


@pytest.mark.skipif("UPDATE_SCREENSHOTS" not in os.environ, reason="only on demand")
@pytest.mark.parametrize("name", PICTURES)
def test_take(open_as: OpenAs, name: str) -> None:
    username, path, scheme, viewport = PICTURES[name]
    page = open_as(username, color_scheme=scheme, viewport=viewport)
    pages.visit_list(page, path)
    expect(pages.navbar_user(page)).to_have_text(username)
    page.screenshot(path=FOLDER / f"{name}.png")


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_there_and_small(name: str) -> None:
    assert 0 < (FOLDER / f"{name}.png").stat().st_size < LARGEST
