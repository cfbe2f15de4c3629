"""The guard itself: what no page may do fails the test in which a page does it."""

import pytest
from playwright.sync_api import Page

from e2e import pages
from e2e.guard import Guard

REFUSED = "Content Security Policy"


@pytest.mark.parametrize(
    "script",
    [
        "document.head.appendChild(document.createElement('script')).text = '1'",
        "new Image().src = 'https://elsewhere.example/pixel.png'",
        "fetch('https://elsewhere.example/').catch(() => null)",
        "document.body.setAttribute('onclick', '1')",
    ],
    ids=["inline-script", "foreign-image", "foreign-request", "inline-handler"],
)
def test_a_violation_of_the_content_security_policy(
    page: Page, guard: Guard, script: str
) -> None:
    pages.visit(page, "/")
    guard.check()
    with page.expect_console_message(lambda message: REFUSED in message.text):
        page.evaluate(script)
    with pytest.raises(AssertionError, match=REFUSED):
        guard.check()
    guard.allowed.append(REFUSED)
