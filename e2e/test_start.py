"""The README's commands, in a copy of the tracked files, as a newcomer runs them."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import APIRequestContext, Playwright, expect

from e2e import pages
from e2e.guard import Guard
from e2e.people import PASSWORD
from e2e.server import ROOT, answers, clean_environment, running
from tests.services import free_port

REFLEX_RUN = [sys.executable, "-m", "reflex", "run"]
PRODUCTION = {
    "SECRET_KEY": "only-for-this-test-run",
    "ALLOWED_HOSTS": "localhost",
    "HTTPS": "0",
}


class Demo(NamedTuple):
    """The app as ``reflex run`` started it."""

    url: str
    ports: tuple[int, ...]
    log: Path

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what git would give a newcomer."""
    folder = tmp_path_factory.mktemp("start") / "clone"
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listing, cwd=ROOT, text=True).split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@contextmanager
def reflex_run(clone: Path, log: Path) -> Iterator[Demo]:
    """Start the demo, and wait for its last words."""
    ports = free_port(), free_port()
    demo = Demo(f"http://localhost:{ports[0]}", ports, log)
    front, back = map(str, demo.ports)
    with running(
        [*REFLEX_RUN, "--frontend-port", front, "--backend-port", back],
        lambda: "Stockroom runs at" in demo.said() and answers(f"{demo.url}/"),
        log=log,
        env=clean_environment(),
        cwd=clone,
        seconds=300,
    ):
        yield demo


def sign_in(playwright: Playwright, url: str) -> APIRequestContext:
    """Sign alice in at the address that the browser uses."""
    client = playwright.request.new_context(base_url=url)
    token = client.get("/auth/csrf/").json()["csrfToken"]
    form: dict = {"username": "alice", "password": PASSWORD}
    headers = {"X-CSRFToken": token, "Origin": url}
    answer = client.post("/auth/sign-in/", form=form, headers=headers)
    assert answer.json() == {"redirect": "/"}
    return client


def change(clone: Path, statement: str) -> None:
    """Change something in the demo's database, as its user would."""
    with sqlite3.connect(clone / "db.sqlite3") as database:
        database.execute(statement)


def skus(clone: Path) -> set[str]:
    """Name what is in stock, whoever owns it."""
    with sqlite3.connect(clone / "db.sqlite3") as database:
        rows = database.execute("SELECT owner_id || sku || name FROM inventory_product")
        return {row[0] for row in rows}


def listening_addresses(ports: tuple[int, ...]) -> set[str]:
    """Give the local addresses, as the kernel writes them, that listen on the ports."""
    sockets = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    found = re.findall(r"\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ 0A", sockets)
    return {address for address, port in found if int(port, 16) in ports}


def test_one_command_is_enough(
    clone: Path, tmp_path: Path, new_context, playwright: Playwright, guard: Guard
):
    # Vite resets the first connections while it optimises what it serves.
    guard.allowed.append("WebSocket connection to .* failed")
    with reflex_run(clone, tmp_path / "first") as demo:
        last_words = demo.said()[demo.said().index("Stockroom runs at") :]
        assert last_words.startswith(f"Stockroom runs at {demo.url}/")
        for username in ("alice", "bruno", "edith", "victor", "admin"):
            assert re.search(rf"{username}\s+{PASSWORD}", last_words)
        assert not re.search("warn|deprecated|traceback", demo.said(), re.IGNORECASE)
        assert listening_addresses(demo.ports) == {"0100007F"}  # 127.0.0.1
        state = sign_in(playwright, demo.url).storage_state()
        page = new_context(storage_state=state).new_page()
        pages.visit_list(page, f"{demo.url}/inventory")
        expect(page.get_by_text("of 60")).to_be_visible()
        # A save must not restart the server: the database lies in a watched folder.
        starts = demo.said().count("Stockroom runs at")
        page.get_by_role("button", name="Edit AeroPress").click()
        pages.fill_product(page, price="37")
        pages.save(page)
        expect(pages.toast(page, "Saved")).to_be_visible()
        expect(pages.row(page, "AeroPress")).to_contain_text("37.00 €")
        assert demo.said().count("Stockroom runs at") == starts


def test_the_second_start_leaves_the_data_alone(clone: Path, tmp_path: Path):
    if not (clone / "db.sqlite3").exists():
        with reflex_run(clone, tmp_path / "first"):
            pass
    change(clone, "DELETE FROM inventory_product WHERE sku = 'TEA-201'")
    change(clone, "UPDATE inventory_product SET name = 'Mine' WHERE sku = 'BRW-421'")
    before = skus(clone)
    with reflex_run(clone, tmp_path / "second"):
        assert skus(clone) == before


def test_production_on_one_port_seeds_nothing(clone: Path, tmp_path: Path):
    port = free_port()
    database = tmp_path / "production.sqlite3"
    env = clean_environment(**PRODUCTION, DATABASE_URL=f"sqlite:///{database}")
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, cwd=clone, env=env | {"DEBUG": "0"}, check=True)
    state_of_a_tab = clone / ".states" / "tab.pkl"
    state_of_a_tab.parent.mkdir(exist_ok=True)
    state_of_a_tab.touch()
    ports = ["--frontend-port", str(port), "--backend-port", str(port)]
    with running(
        [*REFLEX_RUN, "--env", "prod", "--single-port", *ports],
        lambda: answers(f"http://localhost:{port}/ping"),
        log=tmp_path / "production",
        env=env,
        cwd=clone,
        seconds=300,
    ):
        assert answers(f"http://localhost:{port}/")
        assert answers(f"http://localhost:{port}/admin/login/")
        assert listening_addresses((port,)) == {"0100007F"}
        assert state_of_a_tab.exists()  # a form that was open before still is
    with sqlite3.connect(database) as rows:
        assert rows.execute("SELECT count(*) FROM auth_user").fetchone() == (0,)


@pytest.mark.parametrize(
    "command",
    [
        [*REFLEX_RUN, "--env", "prod", "--single-port"],
        [sys.executable, "-m", "uvicorn", "inventory.asgi:application"],
    ],
    ids=["reflex", "uvicorn"],
)
def test_production_says_what_is_missing(clone: Path, command: list[str]):
    env = clean_environment(ALLOWED_HOSTS="localhost")
    done = subprocess.run(command, cwd=clone, env=env, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.splitlines() == [
        "Set SECRET_KEY in the environment: DEBUG is off, and production has no "
        "defaults for them."
    ]
