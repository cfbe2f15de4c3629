"""What every test gets: a fast password hash, and Reflex with Django inside it."""

import asyncio
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from asgiref.sync import sync_to_async
from django.core.management.commands import flush
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.introspection import BaseDatabaseIntrospection
from reflex_base.config import get_config

get_config()  # sets Django up as `reflex run` does, plugin and mends included

from inventory import rate_limits  # noqa: E402 - needs Django to be set up


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory) -> None:
    """Test on a file, as in development: threads cannot share one in memory."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = folder / "test.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup) -> Iterator[None]:
    """Keep permissions while a test's rows go.

    To make them anew after each test, as Django does, takes longer than most tests.
    """
    every_table = BaseDatabaseIntrospection.django_table_names

    def tables_to_empty(*args: Any, **kwargs: Any) -> list[str]:
        kept = {"django_content_type", "auth_permission"}
        return [name for name in every_table(*args, **kwargs) if name not in kept]

    with (
        patch.object(BaseDatabaseIntrospection, "django_table_names", tables_to_empty),
        patch.object(flush, "emit_post_migrate_signal"),
    ):
        yield
    # The connection of asynchronous tests: the database cannot go while it is used.
    asyncio.run(sync_to_async(connections.close_all)())


@pytest.fixture(autouse=True)
def _fast_passwords(settings) -> None:
    """Hash cheaply: the real hasher is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _fresh_rate_limits() -> None:
    """Let no test pay for the wrong passwords and the events of another."""
    rate_limits.sign_ins.storage.reset()
    rate_limits.events.reset()
