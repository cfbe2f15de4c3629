"""Alive and ready: what a proxy is told, and at what cost."""

import json
import os
import threading

import httpx
import pytest
from django.db import DatabaseError

from inventory import health as module
from inventory.health import ALIVE, READY, Health, answer_health
from tests.databases import new_database
from tests.frontend.queries import SECRET
from tests.security.server import serve
from tests.services import redis

HOST = {"Host": "some-container:8000"}  # nowhere among the allowed ones


async def nothing_else(_scope, _receive, _send):
    raise AssertionError("Health is answered before anything else is asked.")


@pytest.fixture
def health(monkeypatch):
    """A process of its own that is well."""
    monkeypatch.setattr(module, "health", fresh := Health())
    for name in ("_ask_database", "_ask_redis"):
        monkeypatch.setattr(module, name, lambda: None)
    monkeypatch.setattr(Health, "_check_migrations", lambda _: None)
    return fresh


async def ask(path):
    sent = []

    async def send(message):
        sent.append(message)

    await answer_health(nothing_else)({"type": "http", "path": path}, None, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


def fail(error):
    def look(*_):
        raise error

    return look


async def test_well(health):
    assert await ask(ALIVE) == (200, {"alive": True})
    assert await ask(READY) == (200, {"ready": True, "missing": []})


async def test_everything_else_is_passed_on(health):
    with pytest.raises(AssertionError):
        await ask("/health/readyish")


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("database", "_ask_database"),
        ("redis", "_ask_redis"),
        ("migrations", "Health._check_migrations"),
    ],
)
async def test_what_fails_is_named_and_why_stays_in_the_log(
    health, name, where, monkeypatch, settings, caplog
):
    settings.REDIS_URL = "redis://somewhere"
    monkeypatch.setattr(f"inventory.health.{where}", fail(DatabaseError(SECRET)))
    ready = name == "redis"  # without it, the app goes on
    said = {"ready": ready, "missing": [name]}
    assert await ask(READY) == (200 if ready else 503, said)
    assert SECRET in caplog.text
    assert (await ask(ALIVE))[0] == 200


async def test_process_that_is_about_to_end_is_not_ready(health):
    health.stopping = True
    assert await ask(READY) == (503, {"ready": False, "missing": ["stopping"]})
    assert (await ask(ALIVE))[0] == 200


async def test_look_that_hangs_is_not_waited_for(health, monkeypatch):
    go_on, looks = threading.Event(), []

    def hang():
        looks.append(1)
        go_on.wait(20)

    monkeypatch.setattr(module, "_ask_database", hang)
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    monkeypatch.setattr(module, "FRESH", 0)
    try:
        for _ in range(3):
            assert (await ask(READY))[1]["missing"] == ["answer in time"]
        assert len(looks) == 1  # however often somebody asks
    finally:
        go_on.set()


async def test_answer_holds_for_a_moment(health, monkeypatch):
    looks = []
    monkeypatch.setattr(module, "_ask_database", lambda: looks.append(1))
    for _ in range(50):
        await ask(READY)
    assert len(looks) == 1


@pytest.mark.django_db(transaction=True)
def test_unapplied_migration_is_found(monkeypatch):
    health = Health()
    assert "migrations" not in health._look()
    assert health._migrated
    monkeypatch.setattr(module.MigrationExecutor, "migration_plan", lambda *_: [1])
    assert "migrations" not in health._look()  # applied once, applied for good
    assert "migrations" in Health()._look()


def test_real_process_answers_over_plain_http_for_any_host(tmp_path):
    database_url = new_database(tmp_path, os.environ.get("DATABASE_URL", ""))
    with (
        redis() as service,
        serve(tmp_path, database_url, HTTPS="1", REDIS_URL=service.url) as server,
        httpx.Client(base_url=server.url, headers=HOST, timeout=10) as http,
    ):
        assert http.get("/admin/").status_code == 400  # as everything else
        assert http.get(ALIVE).json() == {"alive": True}
        assert http.get(READY).json() == {"ready": True, "missing": []}
        service.stop()
        while not (said := http.get(READY).json())["missing"]:
            pass
        assert said == {"ready": True, "missing": ["redis"]}
        assert http.get(ALIVE).status_code == 200
