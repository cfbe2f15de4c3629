"""Who may send which event, decided in one place before any handler runs."""

from typing import Any

from reflex.app import App
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_django.auth.shortcuts import require_login_user
from reflex_django.auth_state import apply_auth_snapshot_to_state
from reflex_django.bridge.context import current_user

from frontend.events.payloads import check_payload, refuse_lone_surrogates
from frontend.states.navbar import NavbarState
from frontend.tabs.serving import is_degraded


class Gate(Middleware):
    """Keeps private states to signed-in users, and one user's rows from the next.

    It runs after ``DjangoEventBridge``, which knows the user of the event. The
    handlers check again: this gate protects the app, they protect a copied file.
    """

    def __init__(self, private: tuple[type[BaseState], ...]) -> None:
        """Name the states of which nobody sees anything without a sign-in."""
        self._private = private

    async def preprocess(self, app: App, state: BaseState, event: Event) -> None:
        """Let the event through, or raise what ``faults.report`` turns into words.

        ``ReflexDjangoAuthError`` when it needs a sign-in, ``PayloadError`` when it
        is not as its handler says. What Reflex's own handlers take is theirs to
        check, but for what would end the connection.
        """
        navbar = await state.get_state(NavbarState)
        await self._forget_previous_user(navbar, current_user())
        navbar.degraded = is_degraded(app)
        refuse_lone_surrogates(event.router_data)
        if issubclass(event.state_cls, self._private):
            require_login_user()
        if issubclass(event.state_cls, (*self._private, NavbarState)):
            handlers = RegistrationContext.get().event_handlers
            check_payload(handlers[event.name].handler, event.payload)
        else:
            refuse_lone_surrogates(event.payload)

    async def _forget_previous_user(self, navbar: NavbarState, user: Any) -> None:
        """Empty the tab's states when its user is not who filled them.

        Reflex keeps a tab's state on the server after Django's session has ended, and
        would send it to whoever signs in next in that tab.
        """
        if navbar._filled_for == user.pk:
            return
        for private in self._private:
            (await navbar.get_state(private)).reset()
        navbar.reset()
        await apply_auth_snapshot_to_state(navbar)
        navbar._filled_for = user.pk
