"""The whole of what is served, in the few layers that every request passes."""

from typing import Any

import reflex as rx
from reflex_base.config import get_config
from reflex_base.constants import Endpoint

from frontend.routes import DJANGO
from frontend.server.body_limit import limit_bodies
from frontend.server.graceful_stop import finish_events_first, graceful_stop
from frontend.server.request_limit import limit_requests
from frontend.server.web_security import only_from_own_pages
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
        limited = limit_requests(super().__call__(), DJANGO)
        requests = answer_health(limit_bodies(limited))
        sockets = finish_events_first(only_from_own_pages(self._sockets()), self)

        def served(scope: Any, receive: Any, send: Any) -> Any:
            serve = sockets if scope["type"] == "websocket" else requests
            return serve(scope, receive, send)

        return with_request_ids(served)

    def _sockets(self) -> Any:
        """Give what serves a tab's socket, without the layers that do nothing for it.

        Reflex has it pass two Starlettes, which are there for as long as the tab.
        """
        path = get_config().prepend_backend_path(str(Endpoint.EVENT))
        assert self._api is not None
        mounted = {getattr(route, "path", ""): route for route in self._api.routes}
        events: Any = mounted[path]

        def served(scope: Any, receive: Any, send: Any) -> Any:
            if scope["path"].rstrip("/") != path:
                return send({"type": "websocket.close"})
            self._set_contexts_internal()
            return events.app(scope, receive, send)

        return served
