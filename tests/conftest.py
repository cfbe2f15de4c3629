"""What every test gets: a fast password hash, and Reflex with Django inside it."""

import pytest
from reflex_base.config import get_config

get_config()  # sets Django up as `reflex run` does, plugin and mends included

from inventory import rate_limits  # noqa: E402 - needs Django to be set up


@pytest.fixture(autouse=True)
def _fast_passwords(settings) -> None:
    """Hash cheaply: the real hasher is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _fresh_rate_limits() -> None:
    """Let no test pay for the wrong passwords and the events of another."""
    rate_limits.sign_ins.storage.reset()
    rate_limits.events.storage.reset()
