"""Sign-in slows down who guesses, and nobody else."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from inventory import rate_limits
from inventory.rate_limits import may_try, take_back
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def sign_in(client, username, password=PASSWORD, address="192.0.2.1"):
    form = {"username": username, "password": password}
    return client.post("/auth/sign-in/", form, REMOTE_ADDR=address)


def guess(client, username, times, address="192.0.2.1"):
    for _ in range(times):
        sign_in(client, username, "wrong", address)


def test_the_right_password_is_refused_too_after_five_wrong_ones(client):
    UserFactory(username="alice")
    guess(client, "alice", 5)
    answer = sign_in(client, "alice")
    assert answer.status_code == 429
    assert "Try again in" in answer.json()["errors"]["__all__"][0]
    assert "_auth_user_id" not in client.session


def test_the_name_is_counted_whatever_its_case(client):
    UserFactory(username="alice")
    guess(client, "ALICE", 5)
    assert sign_in(client, "alice").status_code == 429


def test_the_owner_gets_in_from_another_address(client):
    UserFactory(username="alice")
    guess(client, "alice", 30)
    assert "redirect" in sign_in(client, "alice", address="192.0.2.2").json()


def test_another_account_gets_in_from_the_same_address(client):
    UserFactory(username="bruno")
    guess(client, "alice", 5)
    assert "redirect" in sign_in(client, "bruno").json()


def test_one_address_may_not_try_account_after_account(client):
    UserFactory(username="bruno")
    for number in range(30):
        guess(client, f"user{number}", 1)
    assert sign_in(client, "bruno").status_code == 429


def test_right_passwords_count_for_nothing(client):
    UserFactory(username="alice")
    answers = [sign_in(client, "alice") for _ in range(40)]
    assert all("redirect" in answer.json() for answer in answers)


def test_guesses_at_the_same_time_are_counted_too(rf, monkeypatch):
    UserFactory(username="alice")
    request, looked_at = rf.post("/auth/sign-in/"), []

    def look_at(user, password):  # meanwhile the next one comes
        looked_at.append(password)
        if len(looked_at) < 20:
            authenticate(request, username="alice", password=password)
        return False

    monkeypatch.setattr(User, "check_password", look_at)
    authenticate(request, username="alice", password="wrong")
    assert len(looked_at) == 5


def test_of_two_that_looked_at_the_same_count_one_may_try(rf, monkeypatch):
    request = rf.post("/auth/sign-in/")
    assert [may_try(request, "alice") for _ in range(4)] == 4 * [True]
    monkeypatch.setattr(rate_limits, "seconds_to_wait", lambda *_: 0)
    assert [may_try(request, "alice") for _ in range(2)] == [True, False]


def test_who_is_not_looked_at_is_not_told_that_it_was_wrong(client, monkeypatch):
    UserFactory(username="alice")
    guess(client, "alice", 5)
    waits = iter([0, 30])  # they were fewer a moment ago
    monkeypatch.setattr("inventory.views.seconds_to_wait", lambda *_: next(waits))
    assert sign_in(client, "alice").status_code == 429


def test_an_office_may_sign_in_at_once(rf):
    requests = [rf.post("/auth/sign-in/") for _ in range(50)]
    assert all(may_try(each, f"user{n}") for n, each in enumerate(requests))
    for each in requests:
        take_back(each)
    assert may_try(requests[0], "user0")


def test_what_is_taken_back_too_late_gives_no_credit(rf):
    requests = [rf.post("/auth/sign-in/") for _ in range(3)]
    assert all(may_try(each, "alice") for each in requests)
    rate_limits.sign_ins.storage.reset()  # a minute later
    for each in requests:
        take_back(each)
    request = rf.post("/auth/sign-in/")
    assert [may_try(request, "alice") for _ in range(6)] == [*5 * [True], False]


def test_accounts_of_one_address_are_not_made_without_end(client):
    form = {"username": "no more", "password1": "x", "password2": "y"}
    said = [client.post("/auth/sign-up/", form).status_code for _ in range(31)]
    assert said == [*30 * [200], 429]


def test_an_account_of_ones_own_pays_for_no_guess(client):
    UserFactory(username="bruno")
    for number in range(30):
        guess(client, f"user{number}", 1)
        sign_in(client, "bruno")
        passwords = dict.fromkeys(("password1", "password2"), PASSWORD)
        client.post("/auth/sign-up/", {"username": f"new{number}", **passwords})
    assert User.objects.filter(username__startswith="new").count() == 30
    assert sign_in(client, "bruno").status_code == 429


def test_the_admin_is_no_way_around(client):
    UserFactory(username="root", is_staff=True, is_superuser=True)
    form = {"username": "root", "password": "wrong"}
    for _ in range(5):
        client.post("/admin/login/", form, REMOTE_ADDR="192.0.2.1")
    client.post(
        "/admin/login/", {**form, "password": PASSWORD}, REMOTE_ADDR="192.0.2.1"
    )
    assert "_auth_user_id" not in client.session
