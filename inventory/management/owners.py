"""Whose products a command is about."""

from django.contrib.auth.models import User
from django.core.management.base import CommandError


def owner_named(username: str) -> User:
    """Find a user by name; a name that nobody has is a ``CommandError``."""
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no user named “{username}”.") from error
