"""The commands of ``deploy/``, really run, with their own environment."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from e2e.server import clean_environment
from inventory.health import READY
from tests.databases import new_database, query
from tests.deploy import files
from tests.services import MissingServiceError, free_port, postgresql, redis
from tests.tree import FILES, ROOT

# Of the repository, what the app is started from
COPIED = ("frontend", "inventory", "shop", "rxconfig.py", "manage.py", "pyproject.toml")
GIVEN = {
    "SECRET_KEY": "only-for-this-test-run-and-long-enough-for-django-to-like",
    "POSTGRES_PASSWORD": "unused",
    "ALLOWED_HOSTS": "stock.example",
}


@pytest.fixture(scope="module")
def engines():
    """PostgreSQL and Redis, as the compose file has them."""
    try:
        with postgresql() as database, redis() as shared:
            yield database.url, shared.url
    except MissingServiceError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def container(engines, tmp_path_factory):
    """A container's environment; the addresses of both engines are this machine's."""
    folder = tmp_path_factory.mktemp("container")
    client = folder / "web" / "build" / "client"
    client.mkdir(parents=True)
    (client / "index.html").write_text("The start page")
    (client / "404.html").write_text("Nothing here")
    own = dict(
        each.split("=", 1) for each in files.of(files.stages()[-1], "ENV")[0].split()
    )
    del own["PATH"]  # the one of the virtual environment, which is elsewhere here
    env = clean_environment(**own, **files.environment(**GIVEN))
    env["DATABASE_URL"] = new_database(folder, engines[0])
    env["REDIS_URL"] = engines[1]
    return env | {"REFLEX_WEB_WORKDIR": str(folder / "web")}


def run(command, env):
    return subprocess.run(
        command, cwd=files.ROOT, env=env, capture_output=True, text=True, timeout=60
    )


def found(command):
    """Name the program of the virtual environment."""
    return [str(Path(sys.executable).parent / command[0]), *command[1:]]


def test_migrate_then_serve_then_stop(container, tmp_path):
    migrate = found(files.compose()["services"]["migrate"]["command"])
    done = run(migrate, container)
    assert done.returncode == 0, done.stderr
    url = container["DATABASE_URL"]
    assert query(url, "SELECT count(*) AS n FROM inventory_product") == [{"n": 0}]

    port = str(free_port())
    here = {"0.0.0.0": "127.0.0.1", "8000": port}
    serve = found([here.get(word, word) for word in files.command()])
    check = found([word.replace("8000", port) for word in files.health_check()])
    assert run(check, container).returncode  # nobody is there yet
    with (tmp_path / "log").open("ab") as log:
        process = subprocess.Popen(
            serve, cwd=files.ROOT, env=container, stdout=log, stderr=log
        )
    try:
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", transport=transport
        ) as http:
            assert http.get(READY).json() == {"ready": True, "missing": []}
            forwarded = {"Host": "stock.example", "X-Forwarded-Proto": "https"}
            said = http.get("/", headers=forwarded)
            assert said.text == "The start page"
            assert "server" not in said.headers
        assert run(check, container).returncode == 0
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == -signal.SIGTERM
    said = (tmp_path / "log").read_text().splitlines()
    assert [line for line in said if not line.startswith("{")] == []


@pytest.fixture
def image(tmp_path):
    """What the image holds, as its user finds it: only ``.web`` can be written to."""
    copied = [path for path in FILES if path.relative_to(ROOT).parts[0] in COPIED]
    for path in copied:
        target = tmp_path / "app" / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    client = tmp_path / "app" / ".web" / "build" / "client"
    client.mkdir(parents=True)
    (client / "404.html").write_text("Nothing here")
    folders = [path for path in (tmp_path / "app").rglob("*") if path.is_dir()]
    for folder in [tmp_path / "app", *folders]:
        folder.chmod(0o555 if folder.name != ".web" else 0o755)
    yield tmp_path / "app"
    for folder in [tmp_path / "app", *folders]:
        folder.chmod(0o755)


def test_worker_writes_to_one_folder_only(container, image, tmp_path):
    url = new_database(tmp_path, container["DATABASE_URL"])
    env = container | {"DATABASE_URL": url, "PYTHONPATH": str(image)}
    del env["REFLEX_WEB_WORKDIR"]
    port = str(free_port())
    here = {"0.0.0.0": "127.0.0.1", "8000": port}
    serve = found([here.get(word, word) for word in files.command()])
    if os.geteuid() == 0:  # whom no permission keeps from writing, unless told
        serve[:0] = ["setpriv", "--bounding-set=-all"]
    manage = [sys.executable, "manage.py", "migrate", "-v0"]
    assert run(manage, env).returncode == 0
    with (tmp_path / "log").open("ab") as log:
        process = subprocess.Popen(serve, cwd=image, env=env, stdout=log, stderr=log)
    try:
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(transport=transport, timeout=10) as http:
            said = http.get(f"http://127.0.0.1:{port}{READY}")
        assert said.json() == {"ready": True, "missing": []}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    assert "Permission" not in (tmp_path / "log").read_text()


def test_worker_refuses_to_start_before_the_migrations(container, engines, tmp_path):
    env = container | {"DATABASE_URL": new_database(tmp_path, engines[0])}
    here = {"0.0.0.0": "127.0.0.1", "8000": str(free_port())}
    done = run(found([here.get(word, word) for word in files.command()]), env)
    assert done.returncode
    assert "manage.py migrate" in done.stderr


def test_redis_starts_and_is_asked_as_the_compose_file_says(tmp_path):
    service = files.compose()["services"]["redis"]
    if not shutil.which(service["command"][0]):
        pytest.skip("Install Redis (Debian: redis-server).")
    port = str(free_port())
    own = ["--port", port, "--bind", "127.0.0.1", "--dir", str(tmp_path)]
    check = [*service["healthcheck"]["test"][1:]]
    check[1:1] = ["-p", port]
    process = subprocess.Popen(
        [*service["command"], *own], stdout=subprocess.DEVNULL, env=dict(os.environ)
    )
    try:
        said = ""
        while "PONG" not in said and process.poll() is None:
            said = run(check, dict(os.environ)).stdout
        assert "PONG" in said
    finally:
        process.terminate()
        process.wait(timeout=20)
