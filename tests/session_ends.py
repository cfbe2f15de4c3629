"""The ways in which a session ends, each as ``end(user, key)``."""

from datetime import timedelta

from django.utils import timezone

from inventory.sessions import Session


def deactivate(user, key):
    """Take the user's access away."""
    user.is_active = False
    user.save()


def change_password(user, key):
    """Begin with another password."""
    user.set_password("another long one")
    user.save()


def delete(user, key):
    """Delete the user as Django does."""
    user.delete()


def delete_row_only(user, key):
    """Delete the user past Django."""
    type(user).objects.filter(pk=user.pk)._raw_delete(using="default")


def sign_out(user, key):
    """Delete the session."""
    Session.objects.filter(pk=key).delete()


def expire(user, key):
    """Let its time be over."""
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=key).update(expire_date=past)


def tamper(user, key):
    """Replace what is signed."""
    Session.objects.filter(pk=key).update(session_data="forged")


ENDS = (deactivate, change_password, delete, delete_row_only, sign_out, expire, tamper)
