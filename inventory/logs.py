"""The log: one JSON object for each line in production, readable text in development.

Each line says which request or which event it belongs to. What follows the "?" of an
address never gets into it: a tab's token and what somebody searches for stand there.
"""

import logging
import re
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

REQUEST_ID = b"x-request-id"
SANE = re.compile(rb"[\w.-]{8,64}")
# The name that Reflex gives to the task of each event, and of the report on it
EVENT_TASK = re.compile(r"reflex_event\|(?P<handler>[^|]+)\|[^|]*\|(?P<event>\w+)")
# What Django, uvicorn and the filter below add to a record for others
NOT_FOR_JSON = ("request", "server_time", "color_message", "belongs_to")

_request_id: ContextVar[str] = ContextVar("request_id")


def configuration(as_json: bool) -> dict[str, Any]:
    """Give Django's ``LOGGING``: every logger's lines, in one form, on stderr."""
    fields = ["levelname", "name", "message"]
    names = {"levelname": "level", "name": "logger", "exc_info": "traceback"}
    formatters = {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": fields,
            "rename_fields": names,
            "timestamp": "time",
            "reserved_attrs": [*_standard_attributes(), *NOT_FOR_JSON],
        },
        "text": {"format": "%(levelname)s %(name)s: %(message)s%(belongs_to)s"},
    }
    handler = {
        "class": "logging.StreamHandler",
        "formatter": "json" if as_json else "text",
        "filters": ["origin"],
    }
    # uvicorn brings handlers of its own; without them its lines come here, too.
    to_root = {"handlers": [], "propagate": True, "level": "INFO"}
    uvicorn = dict.fromkeys(("uvicorn", "uvicorn.access"), to_root) if as_json else {}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"origin": {"()": Origin}},
        "formatters": formatters,
        "handlers": {"lines": handler},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {"django": to_root, **uvicorn},
    }


class Origin(logging.Filter):
    """Tells each line where it comes from, and cuts what it may not hold."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id of the event or else of the request, if any; let all pass."""
        belongs = {}
        if event := EVENT_TASK.search(record.taskName or ""):
            # The first event's connection has left its request's id to them all.
            belongs = {"event_id": event["event"], "handler": _short(event["handler"])}
        elif request_id := _request_id.get(None):
            belongs = {"request_id": request_id}
        vars(record).update(belongs)
        record.belongs_to = f" [{' '.join(belongs.values())}]" if belongs else ""
        if record.name.startswith("uvicorn") and isinstance(record.args, tuple):
            record.args = tuple(map(_without_query, record.args))
        return True


def with_request_ids(app: Any) -> Any:
    """Wrap an ASGI application: each request and connection has an id in the log.

    It is the one that a proxy sends as ``X-Request-ID``, if it looks like one, else a
    new one. Every answer names it.
    """

    async def identified(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket"):
            await app(scope, receive, send)
            return
        sent = dict(scope["headers"]).get(REQUEST_ID, b"")
        request_id = sent if SANE.fullmatch(sent) else uuid4().hex.encode()
        _request_id.set(request_id.decode())

        async def send_with_id(message: Any) -> None:
            if message["type"] == "http.response.start":
                header = (REQUEST_ID, request_id)
                message = {**message, "headers": [*message["headers"], header]}
            await send(message)

        await app(scope, receive, send_with_id)

    return identified


def _standard_attributes() -> list[str]:
    """Name what every record has."""
    return [*vars(logging.makeLogRecord({})), "message", "asctime"]


def _short(handler: str) -> str:
    """Name a handler as its class does: ``inventory_state.save_product``."""
    *_, state, name = handler.split(".")
    return f"{state.rpartition('___')[2]}.{name}"


def _without_query(argument: Any) -> Any:
    return argument.partition("?")[0] if isinstance(argument, str) else argument
