"""The tests can fail: each guard, once taken out, turns tests red."""

import os
import subprocess
import sys

import pytest

from tests.security.guards import GUARDS, Guard
from tests.security.record import RECORD
from tests.security.server import ROOT

TESTS_FAILED = 1


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_without_it_tests_fail(guard: Guard):
    command = "-m pytest -p tests.security.guardless -x -q --no-cov -p no:cacheprovider"
    done = subprocess.run(
        [sys.executable, *command.split(), *guard.tests],
        cwd=ROOT,
        env={**os.environ, "GUARD": guard.name},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == TESTS_FAILED, done.stdout[-2000:] + done.stderr[-1000:]
    assert "1 failed" in done.stdout  # and not an error on the way to the test
    RECORD.guards += 1
