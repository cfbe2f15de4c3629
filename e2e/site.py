"""The app as it is deployed: two workers behind the proxy of ``deploy/``, over TLS."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from e2e.database import Database
from e2e.server import Server as Built
from tests.deploy.proxy import proxy
from tests.scale.cluster import Cluster, cluster
from tests.security.server import Server

HOST = "stock.localhost"  # the browser itself knows that this is loopback


class Site(NamedTuple):
    """What stands behind the address, and the address."""

    cluster: Cluster
    url: str

    @property
    def database(self) -> Database:
        """Reach under all workers."""
        return Database(self.cluster.workers[0].database_url)

    def connected(self) -> Server:
        """Give the worker that has accepted the latest connection of a page."""
        accepted = [
            (json.loads(line)["time"], number)
            for number, worker in enumerate(self.cluster.workers)
            for line in worker.log.read_text().splitlines()
            if "[accepted]" in line
        ]
        return self.cluster.workers[max(accepted)[1]]


@contextmanager
def deployed(built: Built, folder: Path) -> Iterator[Site]:
    """Serve the front end that was built for ``built`` once more, until the block ends.

    Raises ``MissingServiceError`` where there is no nginx, and skips the test where
    PostgreSQL or Redis is missing.
    """
    (folder / "proxy").mkdir()
    settings = {
        "HTTPS": "1",
        "ALLOWED_HOSTS": HOST,
        "REFLEX_WEB_WORKDIR": str(folder / "web"),
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }
    client = folder / "web" / "build" / "client"
    shutil.copytree(Path(built.env["REFLEX_WEB_WORKDIR"], "build", "client"), client)
    with cluster(folder, 2, **settings) as running:
        ports = [worker.port for worker in running.workers]
        with proxy(folder / "proxy", ports) as front:
            _send_events_to(client, built.url.rpartition(":")[2], front.secure)
            yield Site(running, f"https://{HOST}:{front.secure}")


def _send_events_to(client: Path, port: str, secure: int) -> None:
    """Have the built pages look for the server behind TLS, on another port."""
    for script in client.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        for scheme in ("http", "ws"):
            new = f"{scheme}s://{HOST}:{secure}"
            text = text.replace(f"{scheme}://localhost:{port}", new)
        script.write_text(text, encoding="utf-8")
        script.with_name(f"{script.name}.gz").unlink(missing_ok=True)  # the old text
