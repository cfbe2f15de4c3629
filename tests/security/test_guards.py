"""The tests can fail: each guard, once taken out, turns one red."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.security.guard import Guard
from tests.security.guards import GUARDS, NOT_GUARDED_BY_CODE, TRAPS
from tests.security.record import RECORD
from tests.security.server import ROOT

TESTS_FAILED = 1
AT_A_TIME = 2
# No plugin but these two, no coverage, no migrations: half the time
OPTIONS = (
    "-p tests.security.guardless -p pytest_django.plugin -p pytest_asyncio.plugin "
    "-p no:cacheprovider -o addopts= --no-migrations -x -q"
)

type Run = subprocess.CompletedProcess[str]


def run_without(guard: Guard, environment: dict[str, str]) -> Run:
    """Run the guard's test in a process that has lost the guard, and on a file.

    The test database of a server would be shared with the tests that run here.
    """
    env = {**environment, "GUARD": guard.name, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    env.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS.split(), guard.test],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=180,
    )


@pytest.fixture(scope="module")
def runs(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[Run]]]:
    """Start those that are asked for, some at a time."""
    asked = {
        item.callspec.params["guard"]
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and hasattr(item, "callspec")
        and "guard" in item.callspec.params
    }
    environment = dict(os.environ)  # here: pytest changes it while a test runs
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        in_turn = [guard for guard in GUARDS if guard in asked]
        yield {g.name: pool.submit(run_without, g, environment) for g in in_turn}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_without_it_a_test_fails(guard: Guard, runs: dict[str, Future[Run]]):
    done = runs[guard.name].result()
    assert done.returncode == TESTS_FAILED, done.stdout[-2000:] + done.stderr[-1000:]
    assert "1 failed" in done.stdout  # and not an error on the way to the test
    RECORD.guards += 1


def test_each_guard_has_a_name_of_its_own():
    assert len({guard.name for guard in GUARDS}) == len(GUARDS)


def test_every_trap_is_guarded_or_needs_no_guard():
    guarded = {trap for guard in GUARDS for trap in guard.traps}
    assert guarded | set(NOT_GUARDED_BY_CODE) == set(TRAPS)
    assert guarded.isdisjoint(NOT_GUARDED_BY_CODE)
