"""Each line of production's log is one object, and holds no secret."""

import asyncio
import json
import logging
import logging.config

import pytest

from inventory import logs
from inventory.demo_data import PASSWORD
from tests.security.handlers import wire_name
from tests.security.people import browser, sign_in, signed_in
from tests.security.wire import Wire

LOAD = wire_name("InventoryState.load_inventory")
SEARCHED = "what-only-i-search-for"
FROM_PROXY = "from-the-proxy.42"


@pytest.fixture
async def lines(server):
    """Read what the process has said by now, line by line."""
    with browser(server.url) as http:
        sign_in(http, "alice")
    alice = signed_in(server.url, "alice")
    tab = await Wire(server.url, alice, "/inventory").open()
    await tab.send(LOAD)
    # A payload that no page sends ends in a warning of events/faults.py.
    await tab.send(LOAD, {"query": SEARCHED})
    await tab.send(wire_name("InventoryState.start_editing"), {"pk": "no number"})
    await tab.close()
    address = f"/files/inventory.csv?search_query={SEARCHED}"
    with browser(server.url, sessionid=alice.session_key) as http:
        said = http.get(address, headers={"X-Request-ID": FROM_PROXY})
    assert said.headers["X-Request-ID"] == FROM_PROXY
    server.secrets = [SEARCHED, alice.session_key, alice.csrf_token, PASSWORD]
    server.secrets += [tab.token]
    server.stop()
    # Before the first object it has filled its database, which no other process does.
    _, brace, said = server.log.read_text().partition("{")
    return (brace + said).splitlines()


async def test_log_of_a_process(server, lines):
    said = list(map(json.loads, lines))
    text = "\n".join(lines)
    assert [secret for secret in server.secrets if secret in text] == []
    assert all({"time", "level", "logger", "message"} <= set(each) for each in said)
    by_logger = {each["logger"]: each for each in said}
    assert "GET /files/inventory.csv HTTP" in by_logger["uvicorn.access"]["message"]
    assert by_logger["uvicorn.access"]["request_id"] == FROM_PROXY
    refused = by_logger["frontend.events.faults"]
    assert refused["level"] == "WARNING"
    assert refused["handler"] == "inventory_state.start_editing"
    assert len(refused["event_id"]) == 12


def test_traceback_is_a_field():
    said = {"name": "frontend.events.faults", "msg": "It failed"}
    record = logging.makeLogRecord(said)
    try:
        raise ZeroDivisionError("why")
    except ZeroDivisionError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    config = logs.configuration(as_json=True)
    formatter = logging.config.DictConfigurator(config).configure_formatter(
        config["formatters"]["json"]
    )
    logs.Origin().filter(record)
    line = formatter.format(record)
    assert "\n" not in line
    assert json.loads(line)["traceback"].endswith("ZeroDivisionError: why")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"0123456789abcdef", True),
        (b"short", False),
        (b"x" * 65, False),
        (b"two\nlines of mine", False),
        (b'{"forged": "json"}', False),
    ],
)
async def test_only_a_sane_request_id_is_taken_over(sent, kept):
    said = []

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        said.append(dict(message["headers"])[logs.REQUEST_ID])

    scope = {"type": "http", "headers": [(logs.REQUEST_ID, sent)]}
    await asyncio.create_task(logs.with_request_ids(app)(scope, None, send))
    assert (said == [sent]) is kept
    assert logs.SANE.fullmatch(said[0])


def test_development_reads_as_text():
    config = logs.configuration(as_json=False)
    assert config["handlers"]["lines"]["formatter"] == "text"
    assert not any(name.startswith("uvicorn") for name in config["loggers"])
