"""Settings come from the environment, and what is missing is named."""

import os

import pytest

from tests.frontend.unmended import unmended

PRODUCTION = {
    "REFLEX_ENV_MODE": "prod",
    "SECRET_KEY": "$begins-like-a-reference",
    "ALLOWED_HOSTS": "stock.example.com, www.example.com",
}


@pytest.fixture
def settings_for(monkeypatch):
    """Run the settings file in an environment that holds nothing else."""

    def run(environment):
        monkeypatch.setattr(os, "environ", environment)
        return vars(unmended("inventory.settings"))

    return run


def test_development_needs_no_variable(settings_for):
    settings = settings_for({})
    assert settings["DEBUG"] is True
    assert "insecure" in settings["SECRET_KEY"]
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["SECURE_SSL_REDIRECT"] is False
    assert settings["DATABASES"]["default"]["NAME"].name == "db.sqlite3"
    assert "locmem" in settings["CACHES"]["default"]["BACKEND"]


def test_empty_variable_counts_as_unset(settings_for):
    names = ["SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"]
    names += ["DATABASE_URL", "REDIS_URL", "HTTPS", "REFLEX_ENV_MODE"]
    empty, unset = settings_for(dict.fromkeys(names, " ")), settings_for({})
    kept = [name for name in unset if name.isupper()]
    assert [empty[name] for name in kept] == [unset[name] for name in kept]


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SECRET_KEY and ALLOWED_HOSTS"),
        ({"SECRET_KEY": "x"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "a.example.com"}, "SECRET_KEY"),
    ],
)
@pytest.mark.parametrize("switch", [{"REFLEX_ENV_MODE": "prod"}, {"DEBUG": "0"}])
def test_production_names_what_is_missing(settings_for, environment, named, switch):
    with pytest.raises(SystemExit, match=f"^Set {named} in the environment:"):
        settings_for(environment | switch)


def test_production_is_strict(settings_for):
    settings = settings_for(PRODUCTION)
    assert settings["DEBUG"] is False
    assert settings["SECRET_KEY"] == PRODUCTION["SECRET_KEY"]
    assert settings["ALLOWED_HOSTS"] == ["stock.example.com", "www.example.com"]
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert settings[name] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_production_can_be_tried_without_https(settings_for):
    settings = settings_for(PRODUCTION | {"HTTPS": "0"})
    assert settings["DEBUG"] is False
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert settings[name] is False
    assert "SECURE_PROXY_SSL_HEADER" not in settings  # a header anyone could send


@pytest.mark.parametrize("environment", [{}, {"DATABASE_URL": "sqlite:////tmp/x.db"}])
def test_every_sqlite_waits_its_turn(settings_for, environment):
    options = settings_for(environment)["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 5
    assert "journal_mode=WAL" in options["init_command"]
    assert "mmap_size=" in options["init_command"]


def test_other_services_are_named_by_url(settings_for):
    settings = settings_for(
        {
            "DATABASE_URL": "postgres://me:secret@db.example.com/stock?sslmode=require",
            "REDIS_URL": "redis://cache.example.com/1",
        }
    )
    database, cache = settings["DATABASES"]["default"], settings["CACHES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["HOST"] == "db.example.com"
    assert "transaction_mode" not in database["OPTIONS"]
    assert database["OPTIONS"]["sslmode"] == "require"  # from the URL, beside our own
    assert "lock_timeout=5s" in database["OPTIONS"]["options"]
    assert "jit=off" in database["OPTIONS"]["options"]
    assert "plan_cache_mode=force_generic_plan" in database["OPTIONS"]["options"]
    assert cache["BACKEND"].endswith("RedisCache")
    assert cache["LOCATION"] == "redis://cache.example.com/2"
    assert settings["RATE_LIMIT_STORAGE"] == "redis://cache.example.com/3"


def test_events_run_nothing_but_session_and_user(settings_for):
    settings = settings_for({})
    skipped = settings["RX_EVENT_MIDDLEWARE_SKIP"]
    left = [name for name in settings["MIDDLEWARE"] if name not in skipped]
    assert [name.rsplit(".")[-1] for name in left] == [
        "SessionMiddleware",
        "AuthenticationMiddleware",
    ]


def test_no_script_reads_the_session(settings_for):
    settings = settings_for({})
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert settings["RX_AUTH"]["ENABLED"] is False
