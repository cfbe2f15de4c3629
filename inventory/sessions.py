"""Sessions that bring their user and the user's rights along, in one statement.

Django reads the session, finds the user's id in it, asks for that user, and for rights
in two more statements. Here the session's row names the user as well, so that one
statement joins them all; what Django checks of them, it still checks.
``SESSION_ENGINE`` and ``AUTHENTICATION_BACKENDS`` name this module.
"""

from contextvars import ContextVar
from functools import cache
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

from inventory.prepared import Prepared, Slot

# Read with the session a moment ago, and not asked for yet
_brought: ContextVar[AbstractBaseUser | None] = ContextVar("brought", default=None)


class Rights(models.Func):
    """Name all rights of a user and of the user's groups, as a list."""

    function = "JSONB_AGG"
    output_field = models.JSONField()  # pyright: ignore[reportAssignmentType]
    template = """(
        SELECT %(function)s(app_label || '.' || codename)
        FROM auth_permission JOIN django_content_type
            ON django_content_type.id = content_type_id
        WHERE auth_permission.id IN (
            SELECT permission_id FROM %(own)s WHERE %(user)s = %(expressions)s
            UNION ALL
            SELECT permission_id FROM %(groups)s JOIN auth_group_permissions
                ON auth_group_permissions.group_id = %(groups)s.group_id
            WHERE %(user)s = %(expressions)s
        )
    )"""

    def as_sql(self, *args: Any, **context: Any) -> Any:
        """Look where this site's users have theirs."""
        users: Any = get_user_model()
        own, groups = users.user_permissions.through, users.groups.through
        names = {"own": own._meta.db_table, "groups": groups._meta.db_table}
        names["user"] = own._meta.get_field(users._meta.model_name).column
        return super().as_sql(*args, **names, **context)

    def as_sqlite(self, *args: Any, **context: Any) -> Any:
        """Call the same function by its name there."""
        return self.as_sql(*args, function="JSON_GROUP_ARRAY", **context)


class SessionManager(BaseSessionManager):
    """Reads users and their rights along."""

    def get_queryset(self) -> models.QuerySet:
        """Join them."""
        sessions = super().get_queryset().select_related("user")
        return sessions.annotate(rights=Rights(models.F("user_id")))


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

    row: Session | None = None  # as it was read

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

    def _get_session_from_db(self) -> Session | None:
        found = _valid_session().rows(key=self.session_key, now=timezone.now())
        self.row = found[0] if found else None
        if self.row is None:
            self._session_key = None
        _bring_user_of(self.row)
        return self.row

    async def _aget_session_from_db(self) -> Session | None:
        return await sync_to_async(self._get_session_from_db)()


@cache
def _valid_session() -> Prepared[Session]:
    now = Slot("now", models.DateTimeField())
    return Prepared(
        Session.objects.filter(session_key=Slot("key"), expire_date__gt=now)
    )


class SessionUserBackend(ModelBackend):
    """Django's users, without a statement of their own."""

    def get_user(self, user_id: int) -> Any:
        """Give an active user by id: the one that came with the session."""
        return _taken(user_id) or super().get_user(user_id)

    async def aget_user(self, user_id: int) -> Any:
        """Do so for async code."""
        return _taken(user_id) or await super().aget_user(user_id)

    async def aget_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Give what is known already, which Django's looks up again for async code."""
        if hasattr(user_obj, "_perm_cache"):
            return self.get_all_permissions(user_obj, obj)
        return await super().aget_all_permissions(user_obj, obj)


def _bring_user_of(session: Any) -> None:
    """Have the user at hand; rights are where Django keeps those that it has read."""
    user = session and session.user
    if user and not user.is_superuser:  # who has all of them
        user._perm_cache = set(session.rights or ())
    _brought.set(user)


def _taken(user_id: int) -> AbstractBaseUser | None:
    """Take the user that was brought, once, if it is the right one and active."""
    user = _brought.get()
    _brought.set(None)
    return user if user and user.pk == user_id and user.is_active else None
