"""Who is signed in, for the layout that every page shares."""

from typing import ClassVar
from urllib.parse import urlencode

import reflex as rx
from django.utils.http import url_has_allowed_host_and_scheme
from reflex_django.auth_state import apply_auth_snapshot_to_state
from reflex_django.states import DjangoUserState

from frontend import routes
from inventory.models import Product
from inventory.views import THEME, THEMES

MOST_SHOWN = 99  # nobody reads more, and a million would have to be counted


class NavbarState(DjangoUserState):
    """Makes the navbar aware of the signed-in user.

    ``is_authenticated``, ``username`` and ``is_staff`` come from
    ``DjangoUserState``, which copies them from Django's ``request.user``.
    """

    _remote: ClassVar = ("sync_from_django",)
    next_query: str = ""  # of the sign-in page: where its visitor wants to go then
    theme: str = ""  # the one chosen before; empty for whatever the browser prefers
    low_stock_count: int = 0  # at most MOST_SHOWN, and one if there are more
    degraded: bool = False  # whether a restart would lose this tab now (events/gate.py)
    _filled_for: int | None = None  # whose rows this tab's states hold (events/gate.py)

    @rx.event
    async def sync_from_django(self):
        """Look at the user and what runs low; every page does so in its ``on_load``.

        After an event of a plain ``rx.State``, nothing else would.
        """
        await apply_auth_snapshot_to_state(self)
        theme = await self.request.session.aget(THEME, "")
        self.theme = theme if theme in THEMES else ""
        await self._count_low_stock()

    @rx.event
    async def pass_sign_in(self):
        """Lead on who is signed in already, from the pages to sign in or up.

        Only to pages of this app: of a link to anywhere else nothing is followed.
        """
        asked = self.router.url.query_parameters.get("next", "")
        self.next_query = f"?{urlencode({'next': asked})}" if asked else ""
        if self.request.user.is_authenticated:
            return rx.redirect(_own_page(asked) or routes.HOME, replace=True)

    async def _count_low_stock(self) -> None:
        low = Product.objects.for_owner(self.request.user).low_stock()
        self.low_stock_count = await low[: MOST_SHOWN + 1].acount()

    @rx.event
    async def remember_theme(self, theme: str):
        """Write the theme into the session: in an event, only ``asave`` stores it.

        Who has no session yet gets none here, since no event can set its cookie:
        the browser remembers the theme, and sign-in takes it along (http_form.js).
        """
        session = self.request.session
        if theme in THEMES and session.session_key:
            await session.aset(THEME, theme)
            await session.asave()


def _own_page(url: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_ours and not url.startswith(routes.DJANGO) else ""
