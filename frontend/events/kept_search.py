"""Keeps what is searched for while the database is away, until the page loads again."""

from typing import Any

from django.db import InterfaceError, OperationalError
from reflex.app import App
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_django.bridge import event as bridge
from reflex_django.bridge.context import set_event_tier

from frontend.events import faults
from frontend.events.load_again import is_away
from frontend.events.payloads import check_payload

SEARCH = "set_search_query"


class DjangoEventBridge(bridge.DjangoEventBridge):
    """Looks at the user of each event; a search that already fails there is kept.

    Its text stands in the box, whatever the list shows; all else the user tries again.
    reflex-django looks for a bridge of this name, and adds its own beside any other.
    """

    async def preprocess(self, app: App, state: BaseState, event: Event) -> Any:
        """Have the state search when it loads, by ``_keep_search(text)``."""
        try:
            return await super().preprocess(app, state, event)
        except (OperationalError, InterfaceError) as error:
            if event.name.rpartition(".")[2] != SEARCH or not is_away(error):
                raise
            set_event_tier("none")  # there is no request to look at any more
            answer: list[Any] = [*await _kept(state, event), faults.report(error)]
            return StateUpdate(events=answer)


async def _kept(state: BaseState, event: Event) -> list[Any]:
    handler = RegistrationContext.get().event_handlers[event.name].handler
    check_payload(handler, event.payload)
    (text,) = event.payload.values()
    searching: Any = await state.get_state(event.state_cls)
    address = searching._keep_search(text)
    return [address] if address else []
