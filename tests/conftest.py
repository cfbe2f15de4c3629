"""What every test gets: a fast password hash, and Reflex with Django inside it."""

import pytest
from reflex_base.config import get_config

get_config()  # sets Django up as `reflex run` does, plugin and mends included


@pytest.fixture(autouse=True)
def _fast_passwords(settings) -> None:
    """Hash cheaply: the real hasher is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
