"""The guard itself: what no page may do fails the test in which a page does it."""

import json
from pathlib import Path

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
        "document.body.setAttribute('onclick', '1'); document.body.click()",
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


def test_an_exception_in_the_log_of_the_server(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    guard = Guard(log, ())
    line = {"message": "It failed", "traceback": "Traceback:\nValueError: why"}
    log.write_text(json.dumps({"message": "Started"}) + "\n")
    guard.check()
    log.write_text(json.dumps(line) + "\n")
    with pytest.raises(AssertionError, match="ValueError: why"):
        guard.check()
