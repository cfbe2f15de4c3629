"""Signing in, up and out over HTTP."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from inventory.forms import SignUpForm
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW_USER = {
    "username": "newcomer",
    "password1": "a long enough one",
    "password2": "a long enough one",
}


def signed_in_user(client):
    """The key of whom the client's session belongs to, or None."""
    return client.session.get("_auth_user_id")


def credentials(user, **fields):
    return {"username": user.username, "password": PASSWORD, **fields}


def test_sign_in_starts_a_new_session(client):
    user = UserFactory()
    before = client.session
    before.save()
    answer = client.post("/auth/sign-in/", credentials(user))
    assert answer.status_code == 200
    assert answer.json() == {"redirect": "/"}
    assert signed_in_user(client) == str(user.pk)
    assert client.session.session_key != before.session_key
    assert answer.cookies["sessionid"]["httponly"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("before", [None, "another"])
def test_theme_survives_signing_in(client, before):
    if before:
        client.force_login(UserFactory())  # whose session is emptied
    session = client.session
    session["theme"] = "light"
    session.save()
    client.post("/auth/sign-in/", credentials(UserFactory(), theme="system"))
    assert client.session["theme"] == "light"
    client.post("/auth/sign-in/", credentials(UserFactory(), theme="dark"))
    assert client.session["theme"] == "dark"


def test_fresh_browser_has_no_theme(client):
    client.post("/auth/sign-in/", credentials(UserFactory(), theme="system"))
    assert "theme" not in client.session


@pytest.mark.parametrize(
    ("wanted", "followed"),
    [
        ("/inventory?page=2", "/inventory?page=2"),
        ("http://testserver/tasks", "http://testserver/tasks"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
@pytest.mark.parametrize("address", ["/auth/sign-in/", "/auth/sign-up/"])
def test_next_is_followed_within_the_site_only(client, address, wanted, followed):
    fields = NEW_USER if "up" in address else credentials(UserFactory())
    answer = client.post(address, {**fields, "next": wanted})
    assert answer.json() == {"redirect": followed}


def test_refusal_does_not_tell_what_was_wrong(client):
    user, inactive = UserFactory(), UserFactory(is_active=False)
    attempts = [
        credentials(user, password="wrong"),
        {"username": "nobody", "password": PASSWORD},
        credentials(inactive),
    ]
    answers = [client.post("/auth/sign-in/", fields) for fields in attempts]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert [answer.json() for answer in answers] == [
        {
            "errors": {
                "__all__": ["Wrong username or password. Mind upper and lower case."]
            }
        }
    ] * 3
    assert signed_in_user(client) is None


def test_failed_sign_in_leaves_the_session_alone(client):
    user = UserFactory()
    client.force_login(user)
    client.post("/auth/sign-in/", {"username": "nobody", "password": "wrong"})
    assert signed_in_user(client) == str(user.pk)


@pytest.mark.parametrize(
    ("address", "page"),
    [("/auth/sign-in/", "/login"), ("/auth/sign-up/", "/signup")],
)
def test_address_opened_by_hand_leads_to_the_page(client, address, page):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_sign_up_creates_an_ordinary_user_and_signs_in(client):
    answer = client.post("/auth/sign-up/", {**NEW_USER, "is_superuser": "on"})
    user = User.objects.get()
    assert answer.json() == {"redirect": "/"}
    assert signed_in_user(client) == str(user.pk)
    assert user.check_password(NEW_USER["password1"])
    assert not user.is_staff
    assert not user.is_superuser


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "no spaces"}, "username"),
        ({"username": "TAKEN"}, "username"),
        ({"password2": "another"}, "password2"),
        ({"password1": "", "password2": ""}, "password1"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password1": "password123", "password2": "password123"}, "password1"),
        ({"password1": "newcomer1", "password2": "newcomer1"}, "password1"),
    ],
)
def test_sign_up_says_what_to_correct_where(client, change, field):
    UserFactory(username="taken")
    answer = client.post("/auth/sign-up/", {**NEW_USER, **change})
    assert answer.status_code == 200
    assert next(iter(answer.json()["errors"])) == field
    assert User.objects.count() == 1
    assert signed_in_user(client) is None


def test_name_taken_while_signing_up_is_a_field_error(client, monkeypatch):
    UserFactory(username=NEW_USER["username"])
    # The other one's row came after the form's own two checks.
    monkeypatch.setattr(SignUpForm, "clean_username", lambda self: NEW_USER["username"])
    monkeypatch.setattr(SignUpForm, "validate_unique", lambda self: None)
    answer = client.post("/auth/sign-up/", NEW_USER)
    assert answer.status_code == 200
    assert list(answer.json()["errors"]) == ["username"]


def test_sign_out_ends_the_session_on_post_only(client):
    client.force_login(UserFactory())
    assert client.get("/auth/sign-out/").status_code == 405
    assert signed_in_user(client)
    assert client.post("/auth/sign-out/").json() == {"redirect": "/login"}
    assert signed_in_user(client) is None


def test_token_from_the_server_opens_the_form():
    client = Client(enforce_csrf_checks=True)
    answer = client.get("/auth/csrf/")
    assert "no-store" in answer["Cache-Control"]
    headers = {"X-CSRFToken": answer.json()["csrfToken"]}
    answer = client.post("/auth/sign-in/", credentials(UserFactory()), headers=headers)
    assert answer.json() == {"redirect": "/"}


@pytest.mark.parametrize("name", ["sign-in", "sign-up", "sign-out"])
def test_post_without_a_token_is_refused_in_json(name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user := UserFactory())
    answer = client.post(f"/auth/{name}/", NEW_USER)
    assert answer.status_code == 403
    assert answer.json() == {
        "errors": {"__all__": ["This page is out of date. Reload it and try again."]}
    }
    assert signed_in_user(client) == str(user.pk)


def test_elsewhere_a_missing_token_gets_djangos_page():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/")
    assert answer.status_code == 403
    assert "CSRF verification failed" in answer.content.decode()
