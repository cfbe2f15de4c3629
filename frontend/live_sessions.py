"""Asks for all open pages at once whether their users are still signed in."""

from collections.abc import Collection
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from inventory.sessions import Session, SessionStore


class SignIn(NamedTuple):
    """A session as it is stored, signed, and what it must agree with.

    Django's hash in a session is of the password and of nothing else.
    """

    key: str
    session_data: str
    user_id: int
    password: str  # the user's, hashed


class LiveSessions:
    """The sessions of open pages: read at each change, and checked once.

    To check a signature and a hash takes longer than to read what they are of. While
    nothing of that changes, they need not be checked again.
    """

    def __init__(self) -> None:
        self._checked: set[SignIn] = set()

    def remember(self, session: SessionStore, user_id: int) -> None:
        """Take as checked a session in which Django has just found this user."""
        if (row := session.row) and row.user:
            data, password = row.session_data, row.user.password
            self._checked.add(SignIn(row.session_key, data, user_id, password))

    def users(self, session_keys: Collection[str]) -> dict[str, int]:
        """Give the user's id for each session that still holds, in one query.

        It asks what Django asks at each request: whether the session is there and has
        not expired, and the user is active and has not changed the password since.
        """
        alive = Session._base_manager.filter(  # without rights
            session_key__in=session_keys,
            expire_date__gt=timezone.now(),
            user__is_active=True,
        )
        stored = alive.values_list(
            "session_key", "session_data", "user_id", "user__password"
        )
        found = map(SignIn._make, stored)
        self._checked = {each for each in found if each in self._checked or holds(each)}
        return {each.key: each.user_id for each in self._checked}


def holds(sign_in: SignIn) -> bool:
    """Tell whether the session was begun with the password that the user has now."""
    content = SessionStore().decode(sign_in.session_data)
    if content.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    if content.get(SESSION_KEY) != str(sign_in.user_id):
        return False
    user = get_user_model()(pk=sign_in.user_id, password=sign_in.password)
    hashes = user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()
    begun_with = content.get(HASH_SESSION_KEY, "")
    return any(constant_time_compare(begun_with, each) for each in hashes)
