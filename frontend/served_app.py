"""The whole of what is served, in the few layers that every request passes."""

from typing import Any

import reflex as rx

from frontend.body_limit import limit_bodies
from frontend.graceful_stop import finish_events_first, graceful_stop
from inventory.health import answer_health
from inventory.logs import with_request_ids


class ServedApp(rx.App):
    """Reflex's app, with Django in it, as ``reflex run`` and uvicorn serve it.

    ``api_transformer`` would leave out what Django answers.
    """

    def __post_init__(self) -> None:
        """Set Reflex up, and let it end in order."""
        super().__post_init__()
        self.register_lifespan_task(graceful_stop)

    def __call__(self) -> Any:
        """Build the ASGI application; the last layer here is the first to see one."""
        served = finish_events_first(limit_bodies(super().__call__()), self)
        return with_request_ids(answer_health(served))
