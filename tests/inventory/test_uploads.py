"""Files on their way in: whose they are, how large, and what is left of them."""

import tempfile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inventory import uploads
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/files/import/"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def user(client):
    """Somebody signed in."""
    user = UserFactory()
    client.force_login(user)
    return user


def file(data=b"SKU,Name\n", name="stock.csv"):
    return {"file": SimpleUploadedFile(name, data)}


def test_file_is_kept_for_its_owner_alone(client, user):
    assert client.post(ADDRESS, file()).json() == {"redirect": "/inventory/import"}
    assert cache.get(uploads._key(user.pk)) == ("stock.csv", b"SKU,Name\n")
    assert cache.get(uploads._key(UserFactory().pk)) is None


def test_newer_file_takes_the_place_of_the_last_one(client, user):
    client.post(ADDRESS, file())
    client.post(ADDRESS, file(b"SKU\n", "other.csv"))
    assert cache.get(uploads._key(user.pk)) == ("other.csv", b"SKU\n")


def test_nothing_is_left_on_the_disk(client, user, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10  # so that Django uses the disk meanwhile
    client.post(ADDRESS, file(b"x" * 1000))
    assert cache.get(uploads._key(user.pk))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose a file."),
        (file(b""), "The submitted file is empty."),
        (file(b"12"), "The file is larger than 1e-06 MB."),
    ],
)
def test_refusal_stands_beside_the_field(client, user, fields, message, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_MEGABYTES", 1e-6)
    answer = client.post(ADDRESS, fields)
    assert answer.json() == {"errors": {"file": [message]}}
    assert cache.get(uploads._key(user.pk)) is None


def test_stranger_is_sent_to_sign_in_and_nothing_is_kept(client):
    answer = client.post(ADDRESS, file())
    assert answer.json() == {"redirect": "/login?next=%2Finventory%2Fimport"}
    assert cache.get(uploads._key(None)) is None


def test_token_is_needed(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    answer = client.post(ADDRESS, file())
    assert answer.status_code == 403
    assert "out of date" in str(answer.json()["errors"]["__all__"])
    assert cache.get(uploads._key(user.pk)) is None
