"""Production's one ASGI application: events, Django and the compiled front end.

``uvicorn inventory.asgi:application`` serves it, on loopback unless told otherwise.
Build the front end before, with ``reflex export --frontend-only --no-zip``.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")
os.environ.setdefault("REFLEX_ENV_MODE", "prod")

from reflex_base.config import get_config
from reflex_base.environment import environment

environment.REFLEX_SKIP_COMPILE.set(True)
environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)

get_config()  # sets Django up, through the plugin in rxconfig.py

from frontend.frontend import app  # noqa: E402 - needs Django to be set up

application = app()
