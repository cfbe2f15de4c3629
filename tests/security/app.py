"""Production's ASGI application without the compiled pages, for attacks on events.

It is what ``inventory/asgi.py`` serves, and needs no front end to be built. Before,
it runs ``migrate`` and ``seed_demo``, as one would by hand. A query for ``SLOW`` takes
five seconds here, and the session cookie can be given another name.
"""

import os
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")
os.environ.setdefault("REFLEX_ENV_MODE", "prod")

from reflex_base.config import get_config
from reflex_base.environment import environment

environment.REFLEX_SKIP_COMPILE.set(True)

get_config()  # sets Django up, through the plugin in rxconfig.py

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from frontend.frontend import app  # noqa: E402 - needs Django to be set up
from tests.frontend.queries import around_queries  # noqa: E402
from tests.security.app_marks import RENAMED, SLOW  # noqa: E402

# Hashing is slow on purpose; the attacks sign in a hundred times.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.SESSION_COOKIE_NAME = os.environ.get(RENAMED, settings.SESSION_COOKIE_NAME)
call_command("migrate", verbosity=0)
call_command("seed_demo")


def wait_if_slow(execute: Any, sql: str, params: Any, *args: Any) -> Any:
    """Be a database that is slow for one user's queries only."""
    if "COUNT(" in sql and SLOW in str(params).lower():
        time.sleep(5)
    return execute(sql, params, *args)


slow_for_some = around_queries(wait_if_slow)
slow_for_some.__enter__()
application = app()
