"""What the user is told when an event fails: what to do, never what broke.

This is the one place where an exception that no handler expects turns into
words. Its own text goes to the log and nowhere else.
"""

import logging
from urllib.parse import urlencode

import reflex as rx
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError
from reflex_base.event.context import EventContext
from reflex_django.auth.shortcuts import ReflexDjangoAuthError

from frontend import routes
from frontend.events.limit import TooManyEventsError
from frontend.events.load_again import load_again_soon
from frontend.events.payloads import PayloadError

logger = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong. Reload the page and try again."
DATABASE_AWAY = "The database did not answer. Try again in a moment."
DISK_FULL = "The server could not store anything just now. Try again in a moment."
OUTDATED = "This page is out of date. Reload it and try again."
TOO_MANY = "Too many requests at once. Wait a few seconds."
NOT_ALLOWED = "Your account may not do this. Ask an administrator for the permission."


def report(exception: Exception) -> rx.event.EventSpec:
    """Turn an exception that left an event handler into an event for its page."""
    if isinstance(exception, ReflexDjangoAuthError):
        return rx.redirect(sign_in_url(), replace=True)
    if isinstance(exception, PermissionDenied):
        return rx.toast.error(NOT_ALLOWED)
    if isinstance(exception, PayloadError):
        logger.warning("An event was refused: %s", exception)
        return rx.toast.error(OUTDATED)
    if isinstance(exception, TooManyEventsError):
        return rx.toast.error(TOO_MANY, id="too-many-events")
    logger.error("An event failed", exc_info=exception)
    if isinstance(exception, DatabaseError | InterfaceError):
        load_again_soon(exception)
        return rx.toast.error(DATABASE_AWAY, id="database-away")
    if isinstance(exception, OSError):  # what the tab shows could not be kept
        return rx.toast.error(DISK_FULL)
    return rx.toast.error(UNEXPECTED)


def sign_in_url() -> str:
    """Address the sign-in page so that it leads back to what is shown now."""
    sent = EventContext.get().router_data
    _, mark, query = sent.get("asPath", "").partition("?")
    here = (sent.get("pathname") or routes.HOME) + mark + query
    return f"{routes.SIGN_IN}?{urlencode({'next': here})}"
