"""In development the first start prepares the database; in production none does."""

import pytest
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from inventory import demo, demo_data, first_run
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
embedded_only = pytest.mark.skipif(
    connections[DEFAULT_DB_ALIAS].vendor != "sqlite",
    reason="only the embedded database is prepared by itself",
)


@pytest.fixture(autouse=True)
def _people_only(monkeypatch):
    """Seed no rows but the users: all that matters here is whether it is done."""
    for rows in ("STOCK", "ALICE_STOCK", "TASKS"):
        monkeypatch.setattr(demo_data, rows, {})


@pytest.fixture
def commands(monkeypatch):
    """Note which commands would run."""
    called = []
    monkeypatch.setattr(
        first_run, "call_command", lambda name, **_: called.append(name)
    )
    return called


@pytest.fixture
def _unmigrated(monkeypatch):
    """Let two migrations be missing."""
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [1, 2])


@embedded_only
def test_development_seeds_once_and_leaves_the_rest_alone(settings, commands):
    settings.DEBUG = True
    first_run.prepare_database()
    assert User.objects.count() == len(demo.DEMO_LOGINS)
    User.objects.filter(username="bruno").delete()
    first_run.prepare_database()
    assert not User.objects.filter(username="bruno").exists()
    assert commands == []


def test_development_does_not_seed_what_is_in_use(settings):
    settings.DEBUG = True
    user = UserFactory()
    first_run.prepare_database()
    assert list(User.objects.all()) == [user]


@embedded_only
@pytest.mark.usefixtures("_unmigrated")
def test_development_migrates_by_itself(settings, commands):
    settings.DEBUG = True
    first_run.prepare_database()
    assert commands == ["migrate"]


@pytest.mark.usefixtures("_unmigrated")
@pytest.mark.parametrize(
    ("debug", "vendor"), [(False, "sqlite"), (True, "postgresql"), (False, "mysql")]
)
def test_elsewhere_missing_migrations_stop_the_start(
    settings, commands, monkeypatch, debug, vendor
):
    settings.DEBUG = debug
    monkeypatch.setattr(type(connections[DEFAULT_DB_ALIAS]), "vendor", vendor)
    with pytest.raises(SystemExit, match="lacks 2 migrations: run `uv run python man"):
        first_run.prepare_database()
    assert commands == []


def test_production_seeds_nothing(settings):
    settings.DEBUG = False
    first_run.prepare_database()
    assert not User.objects.exists()


def test_welcome_names_address_and_logins():
    demo.seed()
    text = first_run.welcome("http://localhost:3000/")
    assert "Stockroom runs at http://localhost:3000/" in text
    for username, password, role in demo.DEMO_LOGINS:
        assert f"  {username:8}{password}  {role}" in text


def test_welcome_names_no_login_that_is_not_there():
    UserFactory(username="alice")
    assert "alice" not in first_run.welcome("http://localhost:3000/")
