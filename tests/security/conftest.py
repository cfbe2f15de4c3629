"""What the attack suite gets: the running app, sockets to it, and a final count."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest

from tests.databases import new_database
from tests.security.database import query
from tests.security.people import Person, signed_in
from tests.security.record import RECORD
from tests.security.server import Server, serve
from tests.security.wire import Wire

USERNAMES = ("alice", "bruno", "victor", "edith", "admin")

type Connect = Callable[..., Awaitable[Wire]]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The running app, which all attacks share."""
    folder = tmp_path_factory.mktemp("security")
    database_url = new_database(folder, os.environ.get("DATABASE_URL", ""))
    with serve(folder, database_url) as running:
        hashes = query(running, "SELECT password FROM auth_user")
        RECORD.secrets |= {row["password"] for row in hashes}
        yield running


@pytest.fixture(scope="session")
def people(server: Server) -> dict[str, Person]:
    """The seeded people, each signed in once."""
    return {name: signed_in(server.url, name) for name in USERNAMES}


@pytest.fixture
async def connect(server: Server) -> AsyncIterator[Connect]:
    """Open a socket: ``await connect(person, path)``, signed out with None."""
    wires: list[Wire] = []

    async def connect(
        person: Person | None, path: str = "/", token: str = "", **how: str
    ) -> Wire:
        wires.append(wire := Wire(server.url, person, path))
        wire.token = token or wire.token
        return await wire.open(**how)

    yield connect
    for wire in wires:
        await wire.close()


@pytest.fixture(autouse=True)
def _nothing_got_through() -> Iterator[None]:
    """Fail the test during which a frame held what it may not."""
    before = len(RECORD.got_through)
    yield
    assert RECORD.got_through[before:] == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tried and how much of it got through."""
    if RECORD.steps:
        terminalreporter.section("walks")
        terminalreporter.write_line(f"{RECORD.steps} steps agreed with the model")
    if not RECORD.frames:
        return
    failed = len(terminalreporter.stats.get("failed", []))
    terminalreporter.section("attacks")
    terminalreporter.write_line(
        f"{len(RECORD.handlers)} handlers, {RECORD.calls} calls, "
        f"{RECORD.bad_inputs} bad inputs, {RECORD.faults} races and faults, "
        f"{RECORD.guards} guards taken out, "
        f"{RECORD.frames} frames looked through; "
        f"{len(RECORD.got_through) + failed} got through"
    )
