"""An app that a test may stop and start again, on the same port and folders."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from e2e.pages import connection_lost
from e2e.server import Server, configure, fill, serving
from frontend.tabs.on_disk import FILE

HOST = "127.0.0.2"  # this machine too; the other tests' server keeps 127.0.0.1
WRITTEN = "SELECT 1 FROM state WHERE instr(data, CAST(? AS BLOB))"
# What the browser says about an attempt to reconnect, and nothing else: the server is
# gone, goes that very moment (before it has accepted, or answered), or is about to go.
AWAY = (
    r"^WebSocket connection to '\S+' failed: .*"
    r"(net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED)"
    r"|Connection closed before receiving a handshake response|response code: 503)"
)


class Restartable:
    """The running app, and its end and beginning in a test's hands."""

    def __init__(self, server: Server, until_the_end: ExitStack) -> None:
        self.server = server
        self._until_the_end = until_the_end
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Serve, unless it does so already; return once it answers."""
        if self._process is None:
            serve = serving(self.server)
            self._process = self._until_the_end.enter_context(serve)

    def stop(self, how: signal.Signals) -> None:
        """Send a signal to the app, and wait until it is gone."""
        if self._process is not None:
            os.killpg(self._process.pid, how)
            self._process.wait(timeout=30)
            self._process = None

    def wait_until_written(self, text: str) -> None:
        """Return once what a tab shows is on the disk: that follows its answer."""
        tabs = Path(self.server.env["REFLEX_STATES_WORKDIR"])
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for file in tabs.glob(f"**/{FILE}"):
                with (
                    closing(sqlite3.connect(file, timeout=10)) as table,
                    suppress(sqlite3.OperationalError),  # there is no table yet
                ):
                    if table.execute(WRITTEN, (text,)).fetchone():
                        return
            time.sleep(0.01)
        raise TimeoutError(f"No tab was written that shows {text!r}.")


@contextmanager
def restartable(shared: Server, data: Path) -> Iterator[Restartable]:
    """Serve the front end that was built for ``shared`` once more, on other data."""
    port = urlsplit(shared.url).port
    assert port
    web = Path(shared.env["REFLEX_WEB_WORKDIR"])
    server = configure(HOST, port, web, data)
    fill(server)
    with ExitStack() as until_the_end:
        app = Restartable(server, until_the_end)
        app.start()
        yield app


@contextmanager
def outage(app: Restartable, page: Page, how: signal.Signals) -> Iterator[None]:
    """Stop the app until the block ends; the page says so, and connects again."""
    lost = connection_lost(page)
    app.stop(how)
    expect(lost).to_be_visible()
    yield
    app.start()
    expect(lost).to_have_count(0)
