"""Asks for all open pages at once whether their users are still signed in."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from inventory.sessions import Session


def signed_in(session_keys: Collection[str]) -> dict[str, int]:
    """Give the user's id for each session that still holds, in one query.

    It asks what Django asks at each request: whether the session is there and has
    not expired, and the user is active and has not changed the password since.
    """
    alive = Session._base_manager.select_related("user").filter(  # without rights
        session_key__in=session_keys,
        expire_date__gt=timezone.now(),
        user__is_active=True,
    )
    return {
        each.session_key: each.user.pk
        for each in alive
        if _holds(each.user, each.get_decoded())
    }


def _holds(user: Any, content: dict[str, Any]) -> bool:
    """Tell whether the session was begun with the password that the user has now."""
    if content.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    if content.get(SESSION_KEY) != str(user.pk):
        return False
    hashes = user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()
    begun_with = content.get(HASH_SESSION_KEY, "")
    return any(constant_time_compare(begun_with, each) for each in hashes)
