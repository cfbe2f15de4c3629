"""Who is signed in, for the layout that every page shares."""

from typing import ClassVar

import reflex as rx
from reflex_django.auth_state import apply_auth_snapshot_to_state
from reflex_django.states import DjangoUserState


class NavbarState(DjangoUserState):
    """Makes the navbar aware of the signed-in user.

    ``is_authenticated``, ``username`` and ``is_staff`` come from
    ``DjangoUserState``, which copies them from Django's ``request.user``.
    """

    _remote: ClassVar = ("sync_from_django",)
    _filled_for: int | None = None  # whose rows this tab's states hold (gate.py)

    @rx.event
    async def sync_from_django(self):
        """Look at the user again; every page does so in its ``on_load``.

        After an event of a plain ``rx.State``, nothing else would.
        """
        await apply_auth_snapshot_to_state(self)
