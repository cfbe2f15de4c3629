"""What the profile page shows; Django's views change it, over HTTP."""

import reflex as rx
from reflex_django.auth.decorators import login_required
from reflex_django.states import AppState

SAVED = {
    "details": "Your details were saved.",
    "password": "Your password was changed. Other browsers have to sign in again.",
}


class ProfileState(AppState):
    """One's own name and e-mail."""

    details: dict[str, str] = {}
    loaded: bool = False
    notice: str = ""

    @rx.event
    @login_required
    async def load_profile(self):
        """Fill the form, and say what the view that led back here has saved."""
        user = self.request.user
        names = ("first_name", "last_name", "email")
        self.details = {name: getattr(user, name) for name in names}
        query = self.router.url.query_parameters
        self.notice = SAVED.get(query.get("saved", ""), "")
        self.loaded = True
