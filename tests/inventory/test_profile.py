"""One's own name, e-mail and password over HTTP."""

import pytest
from django.contrib.auth.models import User
from django.db.models.signals import pre_save
from django.test import Client

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

DETAILS = {"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com"}
NEW = "a long enough one"
PASSWORDS = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
ADDRESSES = ("/auth/details/", "/auth/password/")


@pytest.fixture
def user(client):
    """Somebody signed in."""
    user = UserFactory()
    client.force_login(user)
    return user


def errors(answer):
    assert answer.status_code == 200
    return answer.json()["errors"]


def test_details_are_saved_and_nothing_else(client, user):
    other = UserFactory()
    forged = {"username": "root", "is_superuser": "on", "id": other.pk, "password": "x"}
    answer = client.post("/auth/details/", {**DETAILS, **forged})
    assert answer.json() == {"redirect": "/profile?saved=details"}
    before = user.username, user.password
    user.refresh_from_db()
    assert {name: getattr(user, name) for name in DETAILS} == DETAILS
    assert (user.username, user.password) == before
    assert not user.is_superuser
    other.refresh_from_db()
    assert other.first_name == ""


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"first_name": "x" * 151}, "first_name"),
        ({"first_name": "a\0b"}, "first_name"),
        ({"last_name": "a\x1fb"}, "last_name"),
    ],
)
def test_bad_details_get_a_message_beside_their_field(client, user, change, field):
    answer = client.post("/auth/details/", {**DETAILS, **change})
    assert list(errors(answer)) == [field]
    user.refresh_from_db()
    assert user.email == ""


def test_new_password_ends_all_sessions_but_this_one(client, user):
    elsewhere = Client()
    elsewhere.force_login(user)
    key = client.session.session_key
    answer = client.post("/auth/password/", PASSWORDS)
    assert answer.json() == {"redirect": "/profile?saved=password"}
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.session.session_key != key
    for browser, is_in in ((client, True), (elsewhere, False)):
        answer = browser.post("/auth/details/", DETAILS)
        assert answer.json()["redirect"].startswith("/profile") is is_in


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"old_password": "wrong"}, "old_password"),
        ({"old_password": ""}, "old_password"),
        ({"new_password2": "another"}, "new_password2"),
        ({"new_password1": "short", "new_password2": "short"}, "new_password1"),
    ],
)
def test_bad_passwords_get_a_message_beside_their_field(client, user, change, field):
    answer = client.post("/auth/password/", {**PASSWORDS, **change})
    assert next(iter(errors(answer))) == field
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_old_password_cannot_be_guessed_at_an_open_screen(client, user):
    for _attempt in range(5):
        client.post("/auth/password/", {**PASSWORDS, "old_password": "wrong"})
    answer = client.post("/auth/password/", PASSWORDS)
    assert answer.status_code == 429
    assert "Too many attempts" in str(answer.json()["errors"]["__all__"])
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("new", [NEW, "short"])
def test_right_old_password_counts_for_nothing(client, user, new):
    passwords = {"new_password1": new, "new_password2": new}
    for _attempt in range(10):
        answer = client.post("/auth/password/", {**PASSWORDS, **passwords})
        assert answer.status_code == 200
        user.set_password(PASSWORD)
        user.save()
        client.force_login(user)


@pytest.mark.parametrize("address", ADDRESSES)
def test_account_that_is_closed_meanwhile_stays_closed(client, user, address):
    def close(instance, **_):  # between the reading of the row and its writing
        User.objects.filter(pk=instance.pk).update(is_active=False)

    pre_save.connect(close, sender=User)
    try:
        client.post(address, {**DETAILS, **PASSWORDS})
    finally:
        pre_save.disconnect(close, sender=User)
    user.refresh_from_db()
    assert not user.is_active
    assert user.check_password(NEW) is ("password" in address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_signed_out_is_sent_to_sign_in(client, address):
    answer = client.post(address, {**DETAILS, **PASSWORDS})
    assert answer.json() == {"redirect": "/login?next=%2Fprofile"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_token_is_needed_and_the_address_shows_no_form(user, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(address, DETAILS).status_code == 403
    assert client.get(address).headers["Location"] == "/profile"
