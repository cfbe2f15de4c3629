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


def just_found(session: SessionStore, user_id: int) -> SignIn | None:
    """Give the sign-in of a session in which Django has just found this user."""
    if not (row := session.row) or not row.user:
        return None
    return SignIn(row.session_key, row.session_data, user_id, row.user.password)


def still_signed_in(
    session_keys: Collection[str], checked: Collection[SignIn | None]
) -> dict[str, SignIn]:
    """Give those sessions that still hold, by their keys, in one query.

    It asks what Django asks at each request: whether the session is there and has not
    expired, and the user is active and has not changed the password since. To check a
    signature and a hash takes longer than to read what they are of: what is the same
    as when it was ``checked`` is not checked again.
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
    return {each.key: each for each in found if each in checked or holds(each)}


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
