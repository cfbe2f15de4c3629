"""Production's one ASGI application, started as uvicorn would start it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = """
import asyncio, json, sys
import httpx
from inventory.asgi import application

async def ask():
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url=sys.argv[1]) as http:
        for path in sys.argv[2:]:
            answer = await http.get(path)
            yield path, answer.status_code, answer.text

async def main():
    print(json.dumps([each async for each in ask()]))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Ask for some addresses in a process of its own, over a front end of two pages."""
    folder = tmp_path_factory.mktemp("production")
    pages = folder / "web" / "build" / "client"
    pages.mkdir(parents=True)
    pages.joinpath("index.html").write_text("The compiled start page")
    pages.joinpath("404.html").write_text("The compiled page for what is missing")
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "only-for-this-test",
        "ALLOWED_HOSTS": "stock.example",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "REFLEX_WEB_WORKDIR": str(folder / "web"),
        "REFLEX_STATES_WORKDIR": str(folder / "states"),
    }
    paths = ["/", "/no-such-page", "/ping", "/admin/login/", "/auth/csrf/"]
    paths.append("/files/inventory.csv")
    process = subprocess.run(
        [sys.executable, "-c", ASK, "https://stock.example", *paths],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "Warning" not in process.stderr + process.stdout
    answers = json.loads(process.stdout.splitlines()[-1])
    return {path: (status, text) for path, status, text in answers}


def test_compiled_pages_are_served(answers):
    assert answers["/"] == (200, "The compiled start page")
    status, text = answers["/no-such-page"]
    assert (status, text) == (404, "The compiled page for what is missing")


def test_reflex_answers(answers):
    assert answers["/ping"] == (200, '"pong"')


def test_django_answers_too(answers):
    status, text = answers["/admin/login/"]
    assert status == 200
    assert "csrfmiddlewaretoken" in text
    assert json.loads(answers["/auth/csrf/"][1])["csrfToken"]
    assert answers["/files/inventory.csv"] == (302, "")  # nobody is signed in
