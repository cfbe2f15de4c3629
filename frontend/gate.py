"""Who may send which event, decided in one place before any handler runs."""

from typing import Any

from reflex.app import App
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_django.auth.shortcuts import require_login_user
from reflex_django.bridge.context import current_user

from frontend.payloads import check_payload, refuse_lone_surrogates
from frontend.states.dashboard import DashboardState
from frontend.states.imports import ImportState
from frontend.states.inventory import InventoryState
from frontend.states.navbar import NavbarState
from frontend.states.products import ProductState
from frontend.states.profile import ProfileState
from frontend.states.publishing import PublishState
from frontend.states.selection import SelectionState
from frontend.states.stock import StockState
from frontend.states.tasks import TaskState
from frontend.tabs import is_degraded

PRIVATE_STATES = (
    *(DashboardState, ImportState, InventoryState, ProductState, ProfileState),
    *(PublishState, SelectionState, StockState, TaskState),
)
OWN_STATES = (*PRIVATE_STATES, NavbarState)


class Gate(Middleware):
    """Keeps private states to signed-in users, and one user's rows from the next.

    It runs after ``DjangoEventBridge``, which knows the user of the event. The
    handlers check again: this gate protects the app, they protect a copied file.
    """

    async def preprocess(self, app: App, state: BaseState, event: Event) -> None:
        """Let the event through, or raise what ``faults.report`` turns into words.

        ``ReflexDjangoAuthError`` when it needs a sign-in, ``PayloadError`` when it
        is not as its handler says. What Reflex's own handlers take is theirs to
        check, but for what would end the connection.
        """
        navbar = await state.get_state(NavbarState)
        await _forget_previous_user(navbar, current_user())
        navbar.degraded = is_degraded(app)
        refuse_lone_surrogates(event.router_data)
        if issubclass(event.state_cls, PRIVATE_STATES):
            require_login_user()
        if issubclass(event.state_cls, OWN_STATES):
            handlers = RegistrationContext.get().event_handlers
            check_payload(handlers[event.name].handler, event.payload)
        else:
            refuse_lone_surrogates(event.payload)


async def _forget_previous_user(navbar: NavbarState, user: Any) -> None:
    """Empty the private states when the tab's user is not who filled them.

    Reflex keeps a tab's state on the server after Django's session has ended, and
    would send it to whoever signs in next in that tab.
    """
    if navbar._filled_for == user.pk:
        return
    for private in PRIVATE_STATES:
        (await navbar.get_state(private)).reset()
    navbar._filled_for = user.pk
