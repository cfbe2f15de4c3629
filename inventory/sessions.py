"""Sessions that bring their user along: each event reads both in one statement.

Django reads the session, finds the user's id in it, and asks for that user. Here the
session's row names the user as well, so that one statement joins them; all that Django
checks of both, it still checks. ``SESSION_ENGINE`` and ``AUTHENTICATION_BACKENDS``
name this module.
"""

from contextvars import ContextVar
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, Permission
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

# Read with the session a moment ago, and not asked for yet
_brought: ContextVar[AbstractBaseUser | None] = ContextVar("brought", default=None)


class SessionManager(BaseSessionManager):
    """Reads users along."""

    def get_queryset(self) -> models.QuerySet:
        """Join them."""
        return super().get_queryset().select_related("user")


class Session(AbstractBaseSession):
    """One session; without a user, somebody's who has not signed in."""

    # Nothing is deleted along: whoever is gone is found missing, and signed out. The
    # admin names what goes along with a user, and nobody may read a session's key.
    # With a constraint, Django's store would try for ever to renew such a session.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )

    objects = SessionManager()

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        """Name what reads and writes these."""
        return SessionStore


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with a column for the user."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Name the table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Write down whose session it is."""
        session: Any = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return session

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        """Do so for async code."""
        session: Any = await super().acreate_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return session

    def _get_session_from_db(self) -> Any:
        session = super()._get_session_from_db()  # pyright: ignore[reportAttributeAccessIssue]
        _brought.set(session and session.user)
        return session

    async def _aget_session_from_db(self) -> Any:
        session = await super()._aget_session_from_db()  # pyright: ignore[reportAttributeAccessIssue]
        _brought.set(session and session.user)
        return session


class SessionUserBackend(ModelBackend):
    """Django's users and rights, in fewer statements."""

    def get_user(self, user_id: int) -> Any:
        """Give an active user by id: the one that came with the session."""
        return _taken(user_id) or super().get_user(user_id)

    async def aget_user(self, user_id: int) -> Any:
        """Do so for async code."""
        return _taken(user_id) or await super().aget_user(user_id)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Give the rights of a user and of the user's groups, in one statement."""
        ordinary = user_obj.is_active and not user_obj.is_superuser
        if ordinary and obj is None and not hasattr(user_obj, "_perm_cache"):
            own, groups = (
                rights.values_list("content_type__app_label", "codename").order_by()
                for rights in (
                    user_obj.user_permissions.all(),
                    Permission.objects.filter(group__user=user_obj),
                )
            )
            both = own.union(groups).order_by()
            user_obj._perm_cache = {f"{app}.{name}" for app, name in both}
        return super().get_all_permissions(user_obj, obj)

    async def aget_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Do so for async code; what is known already needs no other thread."""
        if hasattr(user_obj, "_perm_cache"):
            return self.get_all_permissions(user_obj, obj)
        return await sync_to_async(self.get_all_permissions)(user_obj, obj)


def _taken(user_id: int) -> AbstractBaseUser | None:
    """Take the user that was brought, once, if it is the right one and active."""
    user = _brought.get()
    _brought.set(None)
    return user if user and user.pk == user_id and user.is_active else None
