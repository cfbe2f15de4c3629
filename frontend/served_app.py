"""The whole of what is served, in the few layers that every request passes."""

from typing import Any

import reflex as rx

from frontend.body_limit import limit_bodies
from inventory.health import answer_health
from inventory.logs import with_request_ids


class ServedApp(rx.App):
    """Reflex's app, with Django in it, as ``reflex run`` and uvicorn serve it.

    ``api_transformer`` would leave out what Django answers.
    """

    def __call__(self) -> Any:
        """Build the ASGI application; the last layer here is the first to see one."""
        return with_request_ids(answer_health(limit_bodies(super().__call__())))
