"""The files of ``deploy/`` agree with each other and with the app."""

import re
import subprocess
from ipaddress import ip_address, ip_network

from e2e.server import BUILD
from frontend.server.graceful_stop import LONGEST
from frontend.server.request_limit import AT_ONCE
from frontend.threads.database import THREADS
from inventory.health import READY
from tests.deploy import files
from tests.deploy.files import DEPLOY, ROOT, VARIABLE, compose, of, stages

SERVICES = compose()["services"]
WORKERS = {name: SERVICES[name] for name in SERVICES if name.startswith("app-")}
# What uvicorn reads itself; everything else is for the settings.
UVICORNS = {"FORWARDED_ALLOW_IPS"}


def address(service):
    return service["networks"]["inside"]["ipv4_address"]


def option(command, name):
    return command[command.index(name) + 1]


def test_nothing_that_must_be_set_has_a_default():
    text = (DEPLOY / "compose.yaml").read_text()
    found = {match["name"]: match for match in VARIABLE.finditer(text)}
    assert set(found) >= {"SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"}
    for name, match in found.items():
        named = match["how"] == "?" and len(match["text"]) > 10
        assert named or (name == "CURRENCY" and not match["text"]), name
    assert "PASSWORD=" not in (DEPLOY / "Containerfile").read_text()


def test_every_variable_is_one_of_the_settings():
    settings = (ROOT / "inventory" / "settings.py").read_text()
    for name in set(files.environment()) - UVICORNS:
        assert f'"{name}"' in settings, name


def test_images_have_a_tag_and_no_address():
    images = [
        argument.split()[0] for stage in stages() for argument in of(stage, "FROM")
    ]
    images += [SERVICES[name]["image"] for name in ("database", "redis", "proxy")]
    for image in images:
        assert re.fullmatch(r"[a-z]+:[\w.-]*\d[\w.-]*", image), image


def test_container_runs_as_nobody_in_particular():
    last = stages()[-1]
    user = of(last, "USER")[0]
    assert user != "root"
    assert any(
        f"useradd --system --uid 10001 --create-home {user}" == run
        for run in of(last, "RUN")
    )
    names = [name for name, _ in last]
    assert names.index("USER") < names.index("CMD")


def test_front_end_is_built_as_the_browser_tests_build_it():
    runs = of(stages()[0], "RUN")
    assert f"uv run --no-sync {' '.join(BUILD[1:])}" in runs


def test_what_is_copied_or_mounted_is_there():
    sources = [source.split()[:-1] for source in of(stages()[0], "COPY")]
    mounted = [
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]
    assert mounted
    for name in [name for names in sources for name in names]:
        assert (ROOT / name).exists()
    for name in mounted:
        assert (DEPLOY / name).exists()
    build = SERVICES["migrate"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    assert (DEPLOY / build["context"]).resolve() == ROOT


def test_ports_and_addresses_agree():
    port = option(files.command(), "--port")
    assert of(stages()[-1], "EXPOSE") == [port]
    assert f"http://127.0.0.1:{port}{READY}" in files.health_check()[-1]
    text = (DEPLOY / "nginx" / "workers.conf").read_text()
    assert re.findall(r"^ +server (\S+)", text, re.MULTILINE) == [
        f"{address(worker)}:{port}" for worker in WORKERS.values()
    ]
    proxy = address(SERVICES["proxy"])
    assert files.environment()["FORWARDED_ALLOW_IPS"] == proxy
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]


def test_services_find_each_other():
    given = files.environment(POSTGRES_PASSWORD="abc")
    database = SERVICES["database"]["environment"]
    user, name = database["POSTGRES_USER"], database["POSTGRES_DB"]
    assert given["DATABASE_URL"] == f"postgres://{user}:abc@database:5432/{name}"
    assert given["REDIS_URL"] == "redis://redis:6379"
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "test" in SERVICES[other]["healthcheck"]
            else:
                assert how["condition"] == "service_completed_successfully"


def test_no_address_is_given_away():
    (given,) = compose()["networks"]["inside"]["ipam"]["config"]
    subnet, others = ip_network(given["subnet"]), ip_network(given["ip_range"])
    assert others.subnet_of(subnet)
    named = [
        ip_address(address(each))
        for each in SERVICES.values()
        if isinstance(each["networks"], dict)
    ]
    assert len(named) == len(WORKERS) + 1
    for each in [*named, ip_address(given["gateway"])]:
        assert each in subnet
        assert each not in others


def test_no_secret_goes_into_an_image():
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    assert {"deploy", "**/.env"} <= {*ignored}
    secrets = ("deploy/.env", "deploy/tls/privkey.pem", "deploy/backup.sql")
    found = subprocess.run(
        ["git", "check-ignore", *secrets],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert found.stdout.split() == [*secrets]


def test_there_is_time_to_stop_and_room_to_connect():
    uvicorns = int(option(files.command(), "--timeout-graceful-shutdown"))
    for worker in WORKERS.values():
        assert int(worker["stop_grace_period"].rstrip("s")) > LONGEST + uvicorns + 5
    settings = dict(each.split("=") for each in SERVICES["database"]["command"][2::2])
    assert len(WORKERS) * (THREADS + AT_ONCE + 2) < int(settings["max_connections"])
