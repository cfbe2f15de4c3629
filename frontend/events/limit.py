"""Keeps one tab from taking the server's time away from the others."""

from reflex.app import App
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState
from reflex_base.event import Event

from inventory import rate_limits


class TooManyEventsError(Exception):
    """More events came from one tab than a person can send."""


class EventLimit(Middleware):
    """Counts events by tab, before anything is looked up for them."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> None:
        """Raise ``TooManyEventsError`` when the tab has had its share."""
        if not rate_limits.events.hit(state.router.session.client_token):
            raise TooManyEventsError
