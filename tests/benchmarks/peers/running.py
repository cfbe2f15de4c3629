"""Starts the app and its peers side by side, on one database and one core."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from e2e.server import ROOT
from tests.benchmarks.peers.tabs import (
    HtmxTab,
    NiceTab,
    OurTab,
    PeerTab,
    PlainTab,
)
from tests.benchmarks.run import Run
from tests.benchmarks.servers import Data, Serving, granian, serve, serve_app

PLAIN = ROOT / "tests" / "benchmarks" / "peers" / "plain"
OURS = "the app"


class Peer(NamedTuple):
    """One of those compared: how it is called, where it runs, how its page behaves."""

    name: str
    serving: Serving
    tab: Callable[..., PeerTab]


@contextmanager
def running_peers(run: Run, data: Data, folder: Path) -> Iterator[list[Peer]]:
    """Serve all of them; who is not being asked does nothing."""
    python = run.peers_python()
    peers: dict[str, tuple[Any, Callable[..., PeerTab]]] = {
        OURS: (serve_app(data, folder / "app"), OurTab),
        "htmx": (
            serve(
                "tests.benchmarks.peers.htmx:application",
                data,
                folder / "htmx",
                server=granian,
            ),
            HtmxTab,
        ),
        "NiceGUI": (
            serve(
                "tests.benchmarks.peers.nicegui_page:application",
                data,
                folder / "nicegui",
                python=python,
                ready="/docs",
            ),
            NiceTab,
        ),
        "plain Reflex": (
            serve(
                "serve:application", data, folder / "plain", python=python, cwd=PLAIN
            ),
            PlainTab,
        ),
    }
    with ExitStack() as stack:
        yield [
            Peer(name, stack.enter_context(server), tab)
            for name, (server, tab) in peers.items()
        ]
