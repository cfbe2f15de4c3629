"""A pytest plugin (``-p``) that takes one guard out before any test is collected."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Set Django up, as tests/conftest.py does, and run the removal."""
    from reflex_base.config import get_config

    get_config()
    from tests.security.guards import GUARDS

    removals = {guard.name: guard.removal for guard in GUARDS}
    exec(removals[os.environ["GUARD"]], {})
