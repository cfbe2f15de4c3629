"""Every registered handler, called by everybody, with right and with bad payloads."""

from typing import Any, get_origin

import pytest

from tests.security.database import add_row, changed, contents, id_of
from tests.security.handlers import HANDLERS, STRANGE_IDS
from tests.security.record import RECORD
from tests.security.table import (
    OUTDATED,
    SERVED,
    SIGN_IN,
    TABLE,
    UNCHECKED,
    UNEXPECTED,
    outcome,
)

ACTORS = ("anonymous", "bruno", "victor", "edith")
OF_STATE = {
    "InventoryState": "inventory_product",
    "ProductState": "shop_product",
    "TaskState": "shop_task",
    **dict.fromkeys(
        ("StockState", "PublishState", "SelectionState"), "inventory_product"
    ),
}
everywhere = pytest.mark.parametrize(
    ("short", "actor"), [(short, actor) for short in HANDLERS for actor in ACTORS]
)
with_ids = pytest.mark.parametrize(
    ("short", "actor"),
    [
        (short, actor)
        for short, handler in HANDLERS.items()
        for actor in ACTORS
        if int in handler.parameters.values()
    ],
)


def test_table_lists_what_is_registered():
    assert sorted(TABLE) == sorted(HANDLERS)


def right_payload(server: Any, short: str, actor: str, number: int) -> dict[str, Any]:
    """What a page would send: of one's own, where rows have owners."""
    handler, table = HANDLERS[short], OF_STATE.get(short.partition(".")[0], "")
    values: dict[Any, Any] = {str: "cup", bool: True}
    form = {"name": "New", "sku": f"NEW-{actor}-{number}", "price": "2.50"}
    form |= {"title": f"New {number}", "form_key": "0", "is_active": "on"}
    payload = {}
    for name, hint in handler.parameters.items():
        if hint is int:
            owner = "alice" if actor == "anonymous" else actor
            payload[name] = add_row(server, table, owner)
        elif get_origin(hint) is dict:
            payload[name] = form if table else {}
        elif hint in values:
            payload[name] = values[hint]
    return payload


async def tab(connect: Any, people: Any, short: str, actor: str) -> Any:
    """A socket with the form open where the table says so."""
    RECORD.handlers.add(short)
    wire = await connect(people.get(actor))
    if first := TABLE[short].first:
        await wire.send(f"{HANDLERS[short].wire_name.rpartition('.')[0]}.{first}")
    return wire


@everywhere
async def test_right_payload(server, connect, people, short, actor):
    rule, handler = TABLE[short], HANDLERS[short]
    expected = getattr(rule, actor)
    wire = await tab(connect, people, short, actor)
    payload = right_payload(server, short, actor, 1)
    before = contents(server)
    answer = await wire.send(handler.wire_name, payload)
    rows = changed(before, contents(server))
    assert outcome(answer) == expected
    assert {table for table, _ in rows} == (
        set(rule.changes.split()) if expected == SERVED else set()
    )
    owners = {row["owner_id"] for row in rows.values() if "owner_id" in row}
    assert owners <= {id_of(server, actor)} if actor != "anonymous" else not owners


@everywhere
async def test_malformed_payload(server, connect, people, short, actor):
    handler, rule = HANDLERS[short], TABLE[short]
    wire = await tab(connect, people, short, actor)
    right = right_payload(server, short, actor, 2)
    before = contents(server)
    refused = {SIGN_IN if getattr(rule, actor) == SIGN_IN else OUTDATED}
    for payload in handler.malformed(right):
        allowed = refused
        if short.startswith(UNCHECKED) and "\ud800" not in payload.values():
            allowed = {SERVED, OUTDATED, UNEXPECTED}
        answer = await wire.send(handler.wire_name, payload)
        assert outcome(answer) in allowed, payload
        assert not changed(before, contents(server)), payload
        RECORD.bad_inputs += 1


@with_ids
async def test_ids_of_others_and_of_nobody(server, connect, people, short, actor):
    handler, state = HANDLERS[short], short.partition(".")[0]
    (name,) = handler.parameters
    theirs = [add_row(server, OF_STATE[state], "alice")]
    if state == "ProductState":
        theirs = []  # the shelf belongs to nobody
    wire = await tab(connect, people, short, actor)
    before, answers = contents(server), []
    await wire.send(handler.wire_name, {name: 2**62})  # has no id, and loads the list
    for row_id in theirs + STRANGE_IDS:
        answers.append(await wire.send(handler.wire_name, {name: row_id}))
        assert not changed(before, contents(server)), row_id
        RECORD.bad_inputs += 1
    assert all(answer == answers[0] for answer in answers), answers
    assert outcome(answers[0]) == getattr(TABLE[short], actor)


@pytest.mark.parametrize("short", [s for s in HANDLERS if s.startswith(UNCHECKED)])
async def test_lone_surrogate_leaves_the_socket_open(connect, short):
    """Deep inside a payload, in a name, or in where the tab says that it is."""
    wire, name = await connect(None), HANDLERS[short].wire_name
    for payload in ({"vars": {"a": ["\ud800"]}}, {"vars": {"\udfff": 1}}):
        assert outcome(await wire.send(name, payload)) == OUTDATED
        RECORD.bad_inputs += 1
    nowhere = {"pathname": "/\ud800", "asPath": "/\ud800", "query": {"a": "\ud800"}}
    answer = await wire.send(name, {}, router_data=nowhere)
    assert outcome(answer) in (OUTDATED, UNEXPECTED)
