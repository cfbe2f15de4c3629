"""The proxy of ``deploy/``, really run: its own configuration, on loopback."""

import json
import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.services import MissingServiceError, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
NGINX = ROOT / "deploy" / "nginx"
CERTIFICATE = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Proxy:
    """nginx in a folder of its own, in front of the workers on these ports.

    Only what belongs to a machine is changed: ports, the workers, temporary folders.
    """

    def __init__(self, folder: Path, workers: list[int]) -> None:
        self.folder, self.plain, self.secure = folder, free_port(), free_port()
        self.url = f"https://localhost:{self.secure}"
        path = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        types = Path("/etc/nginx/mime.types")
        if not path or not types.exists():
            raise MissingServiceError("Install nginx (Debian: nginx-light).")
        shutil.copy(types, folder)
        self._write(workers)
        self._make_certificate()
        user = "user root; " if os.geteuid() == 0 else ""  # the folder is nobody else's
        self.command = [path, "-p", f"{folder}/", "-c", "nginx.conf"]
        self.command += ["-e", "error.log", "-g", f"{user}pid nginx.pid; daemon off;"]

    def check(self) -> str:
        """Have nginx check its configuration; give what it says."""
        done = subprocess.run(
            [*self.command, "-t"], capture_output=True, text=True, timeout=20
        )
        return done.stderr

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "access.log").open("ab") as output:
            self.process = subprocess.Popen(self.command, stdout=output)
        with self.browser(httpx.HTTPTransport(retries=8, verify=self.trust())) as http:
            http.get("/health/alive")

    def stop(self) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.wait(timeout=20)

    def answered(self, **fields: str) -> dict[str, str]:
        """Give the newest line of its log with these fields, which it writes late.

        A browser has its answer before nginx says so.
        """
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            *whole, _ = (self.folder / "access.log").read_text().split("\n")
            for line in map(json.loads, reversed(whole)):
                if fields.items() <= line.items():
                    return line
            time.sleep(0.01)
        raise TimeoutError(f"The proxy's log has no line with {fields}.")

    def trust(self) -> ssl.SSLContext:
        """Trust its certificate, and no other."""
        return ssl.create_default_context(cafile=self.folder / "tls/fullchain.pem")

    def browser(self, transport: httpx.BaseTransport | None = None) -> httpx.Client:
        """Give a client that keeps cookies and believes the certificate."""
        origin = {"Referer": f"{self.url}/"}
        return httpx.Client(
            base_url=self.url,
            verify=self.trust(),
            transport=transport,
            timeout=30,
            headers=origin,
        )

    def _write(self, workers: list[int]) -> None:
        config = (NGINX / "nginx.conf").read_text()
        for port, own in (("80", self.plain), ("443", self.secure)):
            config = re.sub(rf"listen {port}\b", f"listen 127.0.0.1:{own}", config)
            config = re.sub(rf"listen \[::\]:{port}\b.*;", "", config)
        (self.folder / "nginx.conf").write_text(config)
        upstream = (NGINX / "workers.conf").read_text()
        for number, port in enumerate(workers, 11):
            upstream = upstream.replace(f"10.77.0.{number}:8000", f"127.0.0.1:{port}")
        folders = [f"{name}_temp_path temporary/{name};" for name in TEMPORARY]
        (self.folder / "temporary").mkdir()
        (self.folder / "workers.conf").write_text("\n".join([upstream, *folders]))

    def _make_certificate(self) -> None:
        tls = self.folder / "tls"
        tls.mkdir()
        where = ["-keyout", str(tls / "privkey.pem")]
        where += ["-out", str(tls / "fullchain.pem")]
        subprocess.run(
            [*CERTIFICATE.split(), "-addext", NAMES, *where],
            check=True,
            capture_output=True,
            timeout=60,
        )


@contextmanager
def proxy(folder: Path, workers: list[int]) -> Iterator[Proxy]:
    """Run it until the block ends."""
    service = Proxy(folder, workers)
    service.start()
    try:
        yield service
    finally:
        service.stop()
