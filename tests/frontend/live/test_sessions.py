"""One question tells for all open pages whose session still holds."""

import pytest
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client

from frontend.live import sessions as live_sessions
from frontend.live.sessions import just_found, still_signed_in
from inventory.sessions import Session, SessionStore
from tests.factories import UserFactory
from tests.frontend.queries import counted_queries
from tests.session_ends import ENDS

pytestmark = pytest.mark.django_db


def session_of(user):
    browser = Client()
    browser.force_login(user)
    return browser.cookies["sessionid"].value


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def key(user):
    return session_of(user)


def signed_in(keys, checked=()):
    return {k: each.user_id for k, each in still_signed_in(keys, checked).items()}


def test_session_that_holds_names_its_user(user, key):
    other = UserFactory()
    both = {key: user.pk, session_of(other): other.pk}
    assert signed_in(list(both)) == both


@pytest.mark.parametrize("sessions", [1, 20])
def test_any_number_takes_one_query(sessions):
    keys = [session_of(UserFactory()) for _ in range(sessions)]
    with counted_queries() as queries:
        assert len(signed_in(keys)) == sessions
    assert len(queries) == 1


def hand_over(user, key):
    Session.objects.filter(pk=key).update(user=UserFactory())


@pytest.mark.parametrize("end", [*ENDS, hand_over])
def test_session_that_ended_is_left_out_and_no_other(user, key, end):
    other = UserFactory()
    others = session_of(other)
    checked = still_signed_in([key, others], ())
    assert {*checked} == {key, others}
    end(user, key)
    for known in ((), checked.values()):
        assert signed_in([key, others], known) == {others: other.pk}


@pytest.fixture
def checked(monkeypatch):
    """Note whose session is checked."""
    checked, holds = [], live_sessions.holds

    def noted(sign_in):
        checked.append(sign_in.key)
        return holds(sign_in)

    monkeypatch.setattr(live_sessions, "holds", noted)
    return checked


def test_what_has_not_changed_is_checked_once(user, key, checked):
    known = still_signed_in([key], ())
    for _ in range(3):
        known = still_signed_in([key], known.values())
        assert known[key].user_id == user.pk
    assert checked == [key]
    change_password(user)
    assert still_signed_in([key], known.values()) == {}
    assert checked == [key, key]


def change_password(user):
    user.set_password("another one")
    user.save()


def found_by_django(key):
    """Give a session in which Django has just found a user, and whom."""
    request = HttpRequest()
    request.session = SessionStore(key)
    return request.session, get_user(request).pk


def test_what_django_has_just_checked_is_not_checked_again(user, key, checked):
    known = just_found(*found_by_django(key))
    assert signed_in([key], [known]) == {key: user.pk}
    assert checked == []
    change_password(user)
    assert signed_in([key], [known]) == {}
    assert checked == [key]


def test_session_that_was_handed_over_is_checked_all_the_same(user, key, checked):
    hand_over(user, key)
    session, found = found_by_django(key)
    assert session.row
    assert session.row.user_id != found == user.pk  # whom it was begun by
    assert signed_in([key], [just_found(session, found)]) == {}
    assert checked == [key]


def test_sign_in_of_a_backend_that_was_removed_does_not_hold(key, settings):
    settings.AUTHENTICATION_BACKENDS = []
    assert signed_in([key]) == {}


def test_new_secret_key_keeps_sessions_as_django_does(user, key, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, and a longer one than the last"
    assert signed_in([key]) == {key: user.pk}


def test_strangers_session_names_nobody(client):
    client.session.save()
    key = client.cookies["sessionid"].value
    assert signed_in([key, "no such session"]) == {}
