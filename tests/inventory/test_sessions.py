"""Sessions that bring user and rights along hold, and end, as Django's own do."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import aget_user, get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.http import HttpRequest

from inventory.sessions import Session, SessionStore, SessionUserBackend
from tests.factories import UserFactory
from tests.frontend.queries import counted_queries
from tests.session_ends import ENDS, expire

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def key(client, user):
    client.force_login(user)
    return client.session.session_key


def request_with(key):
    request = HttpRequest()
    request.session = SessionStore(key)
    return request


def test_session_and_user_take_one_statement(user, key):
    with counted_queries() as queries:
        assert get_user(request_with(key)) == user
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
async def test_async_code_needs_no_more():
    store = SessionStore()
    user = await sync_to_async(UserFactory)()
    await store.aupdate(
        {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": "inventory.sessions.SessionUserBackend",
            "_auth_user_hash": user.get_session_auth_hash(),
        }
    )
    await store.asave()
    assert (await Session.objects.aget()).user == user
    with counted_queries() as queries:
        assert await aget_user(request_with(store.session_key)) == user
    assert len(queries) == 1


def test_user_is_taken_once_and_then_read_anew(user, key):
    request = request_with(key)
    assert get_user(request) == user
    user.is_active = False
    user.save()
    assert get_user(request).is_anonymous


def test_user_that_another_session_brought_is_not_taken(user, key):
    SessionStore(key).load()  # brings the user, whom nobody asks for
    other = UserFactory()
    assert SessionUserBackend().get_user(other.pk) == other


@pytest.mark.parametrize("end", ENDS)
def test_session_ends_as_djangos_does(user, key, end):
    end(user, key)
    assert get_user(request_with(key)).is_anonymous


def test_session_of_somebody_deleted_meanwhile_can_be_renewed(user, key):
    store = SessionStore(key)
    store.load()
    user.delete()
    store.cycle_key()
    assert get_user(request_with(store.session_key)).is_anonymous


def test_admin_names_no_session_of_whom_it_deletes(admin_client, user, key):
    page = admin_client.get(f"/admin/auth/user/{user.pk}/delete/").content.decode()
    assert user.username in page
    assert key not in page


def test_row_that_names_somebody_else_changes_nothing(user, key):
    Session.objects.filter(pk=key).update(user=UserFactory())
    assert get_user(request_with(key)) == user


def test_row_names_nobody_before_sign_in_and_after_sign_out(client, user):
    session = client.session
    session["theme"] = "dark"
    session.save()
    assert Session.objects.get().user is None
    client.force_login(user)
    assert Session.objects.get().user == user
    client.logout()
    assert not Session.objects.filter(user=user).exists()


def test_expired_sessions_are_cleared_with_djangos_command(user, key):
    expire(user, key)
    call_command("clearsessions")
    assert not Session.objects.exists()


# Rights


def may(verb):
    return Permission.objects.get(
        codename=f"{verb}_product", content_type__app_label="shop"
    )


@pytest.fixture
def entitled(user):
    """Somebody with one right, another one of a group, and one of both."""
    group = Group.objects.create(name="editors")
    group.permissions.set([may("change"), may("delete")])
    user.groups.add(group)
    user.user_permissions.set([may("add"), may("delete")])
    return user


@pytest.fixture
def signed_in(client):
    """Give the user as the session of a new sign-in brings it."""

    def signed_in(user):
        client.force_login(user)
        return get_user(request_with(client.session.session_key))

    return signed_in


def test_rights_are_djangos_and_take_no_statement(entitled, signed_in):
    person = signed_in(entitled)
    with counted_queries() as queries:
        rights = person.get_all_permissions()
    assert len(queries) == 0
    assert rights == ModelBackend().get_all_permissions(entitled)
    assert rights == {f"shop.{verb}_product" for verb in ("add", "change", "delete")}


def test_rights_of_others_are_not_ones_own(entitled, signed_in):
    assert signed_in(UserFactory()).get_all_permissions() == set()


def test_right_that_is_taken_away_is_gone_with_the_next_event(entitled, signed_in):
    assert signed_in(entitled).has_perm("shop.change_product")
    entitled.groups.clear()
    assert not signed_in(entitled).has_perm("shop.change_product")


def test_who_is_not_active_has_no_rights(entitled, signed_in):
    person = signed_in(entitled)
    person.is_active = False
    assert person.get_all_permissions() == set()
    assert not person.has_perm("shop.add_product")


def test_superuser_has_all_rights(signed_in):
    superuser = signed_in(UserFactory(is_superuser=True))
    assert len(superuser.get_all_permissions()) == Permission.objects.count()
    assert superuser.has_perm("shop.add_product")


def test_rights_to_one_object_are_not_given(entitled, signed_in):
    assert not signed_in(entitled).has_perm("shop.add_product", entitled)
