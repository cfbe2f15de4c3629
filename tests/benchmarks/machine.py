"""Which machine this is, and which of its cores does what."""

import os
import platform
import shutil
import sysconfig
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = CORES[0], CORES[-1]
PACKAGES = ("reflex", "reflex-django", "django", "uvicorn", "psycopg")
POSTGRESQL_MEMORY = "1GB"  # of its own, as in deploy/compose.yaml
PARSERS = ("uvloop", "httptools", "websockets", "wsproto")


def stay_off_the_server() -> None:
    """Keep this process, and the databases it starts, on the client's core."""
    os.sched_setaffinity(0, {CLIENT_CORE})


def on_server_core(command: list[str]) -> list[str]:
    """Give the command that runs another one on the server's core."""
    return _on(str(SERVER_CORE), command)


def on_all_cores(command: list[str]) -> list[str]:
    """Give the command that runs another one wherever there is room."""
    return _on(",".join(map(str, CORES)), command)


def describe() -> dict[str, str]:
    """Name what the figures depend on."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": _processor(),
        "cores": f"{len(CORES)}: the server on one, the load client and "
        "PostgreSQL on another",
        "memory": f"{_gigabytes():.0f} GB",
        "PostgreSQL": f"shared_buffers = {POSTGRESQL_MEMORY}",
        "system": f"{platform.system()} {platform.release()}",
        "Python": _python(),
        **{name: _version(name) for name in (*PACKAGES, *PARSERS)},
    }


def megabytes(pid: int) -> float:
    """Measure the memory that a process has in use (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _on(cores: str, command: list[str]) -> list[str]:
    taskset = shutil.which("taskset")
    return [taskset, "-c", cores, *command] if taskset else command


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _python() -> str:
    """Name the version, and how it was built: that decides how fast it computes."""
    built_by = str(sysconfig.get_config_var("CONFIG_ARGS"))
    how = "with" if "--enable-optimizations" in built_by else "without"
    return f"{platform.python_version()}, built {how} profile-guided optimization"


def _gigabytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
