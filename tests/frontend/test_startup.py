"""What happens before the first event is served."""

import asyncio
import socket
from contextlib import AsyncExitStack, nullcontext, suppress
from unittest.mock import Mock

import pytest

from frontend import startup
from inventory import first_run

TIMEOUT = 20  # seconds, for what takes one on an idle machine


@pytest.fixture
def prepared(monkeypatch):
    """Note that the database was prepared, instead of preparing it."""
    calls = []
    monkeypatch.setattr(startup, "listening", nullcontext)
    monkeypatch.setattr(first_run, "prepare_database", lambda: calls.append(1))
    monkeypatch.setattr(first_run, "welcome", lambda address: f"Welcome to {address}")
    return calls


@pytest.fixture
def said(monkeypatch):
    """Receive what is printed."""
    queue = asyncio.Queue()
    monkeypatch.setattr("builtins.print", lambda text, **_: queue.put_nowait(text))
    return queue


@pytest.fixture
async def listen(monkeypatch):
    """Start to listen where the front end would; until then, nobody does."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setattr(startup, "get_config", lambda: Mock(frontend_port=port))

    async with AsyncExitStack() as servers:

        async def listen():
            server = await asyncio.start_server(hang_up, "127.0.0.1", port)
            await servers.enter_async_context(server)
            return port

        yield listen


def hang_up(_reader, writer):
    writer.close()


async def test_development_greets_once_the_front_end_answers(
    settings, prepared, said, listen
):
    settings.DEBUG = True
    async with startup.startup():
        assert prepared
        assert said.empty()
        port = await listen()
        greeting = await asyncio.wait_for(said.get(), TIMEOUT)
    assert greeting == f"Welcome to http://localhost:{port}/"


@pytest.mark.usefixtures("prepared", "listen")
async def test_nobody_is_greeted_after_the_end(settings):
    settings.DEBUG = True
    before = asyncio.all_tasks()
    async with startup.startup():
        (greeting,) = asyncio.all_tasks() - before
    with suppress(asyncio.CancelledError):
        await greeting
    assert greeting.cancelled()


async def test_production_greets_nobody(settings, prepared):
    settings.DEBUG = False
    before = asyncio.all_tasks()
    async with startup.startup():
        assert prepared
        assert asyncio.all_tasks() == before
