"""Random walks through the inventory never leave the way of a plain model."""

import asyncio
import os
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.factories import UserFactory
from tests.frontend.running_app import running_app
from tests.security.record import RECORD
from tests.security.walk import Walk

STEPS = int(os.environ.get("WALK_STEPS") or 300)
LENGTH = 25  # steps of one walk


@pytest.fixture
def walk(transactional_db: None) -> Iterator[partial[Walk]]:
    """Start a walk of two people through the running app."""
    with asyncio.Runner() as runner:
        app = running_app()
        connect = runner.run(app.__aenter__())
        yield partial(Walk, runner, connect, UserFactory.create_batch(2))
        runner.run(app.__aexit__(None, None, None))


def test_every_tab_shows_what_the_model_says(walk):
    while RECORD.steps < STEPS:  # some walks end early
        enough = settings(
            max_examples=-(-(STEPS - RECORD.steps) // LENGTH),
            stateful_step_count=LENGTH,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # shrinking a walk that fails takes minutes
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(walk, settings=enough)
