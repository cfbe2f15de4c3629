"""Production's one ASGI application: events, Django and the compiled front end.

``uvicorn inventory.asgi:application`` serves it. Build the front end before, with
``reflex export --frontend-only --no-zip``.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")
os.environ.setdefault("REFLEX_ENV_MODE", "prod")
os.environ.setdefault("REFLEX_SKIP_COMPILE", "true")
os.environ.setdefault("REFLEX_MOUNT_FRONTEND_COMPILED_APP", "true")

from reflex_base.config import get_config

get_config()  # sets Django up, through the plugin in rxconfig.py

from frontend.frontend import app  # noqa: E402

application = app()
