"""What no page calls is not there to be called, by whatever name it is sent."""

import pytest

from tests.security.database import changed, contents
from tests.security.handlers import HANDLERS, wire_name
from tests.security.record import RECORD

STATES = (
    *("DashboardState", "ImportState", "InventoryState", "NavbarState", "ProductState"),
    *("PublishState", "SelectionState", "StockState", "TaskState", "State"),
)
# ORM access, injected setters, hooks, and upstream's sign-in by socket
HIDDEN = (
    *("filter", "create", "delete", "load", "paginate", "save", "order_by", "all"),
    *("dispatch", "get_queryset", "build_context", "handle_exception", "load_list"),
    *("serialize_queryset", "get_update_kwargs", "populate_edit_state", "get_page"),
    *("setvar", "set_page_size", "set_page", "set_total", "set_total_pages"),
    *("set_editing_id", "set_products", "set_tasks", "set_may_add", "set_form_open"),
    *("set_may_change", "set_may_delete", "set_ordering", "set_user_id"),
    *("set_is_authenticated", "set_is_superuser", "set_username", "set_loaded"),
    *("set__ids", "set_undo_count", "set__deleted_at", "set_may_publish", "set_asked"),
    *("set__editing_version", "set__filled_for", "reset", "_load", "_own_product"),
    *("login", "logout", "register", "reset_password", "__class__", "apply_form_data"),
)
PAYLOADS = (
    {},
    {"pk": 1},
    {"value": 5000},
    {"owner__password__startswith": "p"},
    {"name": "editing_id", "value": 1},
    {"username": "alice", "password": "wrong"},
)


@pytest.mark.parametrize("state", STATES)
async def test_hidden_names_do_nothing(server, connect, people, state):
    before = contents(server)
    for person in (None, people["bruno"]):
        wire = await connect(person)
        await wire.hydrate()
        seen = len(wire.frames)
        for index, name in enumerate(HIDDEN):
            full_name = wire_name(f"{state}.{name}")
            assert full_name not in {h.wire_name for h in HANDLERS.values()}
            await wire.post(full_name, PAYLOADS[index % len(PAYLOADS)])
            RECORD.calls += 1
            RECORD.bad_inputs += 1
        answer = await wire.send(HANDLERS["State.set_is_hydrated"].wire_name, {})
        assert not answer.delta, answer
        assert len(wire.frames) - seen <= 3  # what the last event and its mark brought
    assert not changed(before, contents(server))


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_every_payload_on_the_orm_oracle(server, connect, people, payload):
    wire, before = await connect(people["victor"]), contents(server)
    await wire.hydrate()  # else the first answer is the whole state
    for name in ("filter", "create", "delete", "load", "paginate"):
        answer = await wire.send(wire_name(f"ProductState.{name}"), payload)
        assert not answer.delta
        assert not answer.toasts
        RECORD.bad_inputs += 1
    assert not changed(before, contents(server))


async def test_browser_storage_cannot_set_what_the_server_decides(connect, people):
    """``vars`` of a hydrate are for cookies and local storage, which are not used."""
    wire = await connect(people["bruno"], "/inventory")
    prefix = wire_name("InventoryState.x").rpartition(".")[0]
    forged = {
        f"{prefix}.{name}{suffix}": 1
        for name in ("editing_id", "page", "total", "_editing_version", "form_open")
        for suffix in ("", "_rx_state_")
    }
    clean = await wire.hydrate()
    for handler in ("State.hydrate_and_load", "UpdateVarsInternalState.x"):
        name = wire_name(handler).replace(".x", ".update_vars_internal")
        answer = await wire.send(name, {"vars": forged}, rounds=4)
        assert not answer.state("inventory_state").get("editing_id")
        RECORD.bad_inputs += len(forged)
    after = await wire.hydrate()
    assert after.state("inventory_state") == clean.state("inventory_state")


async def test_a_page_size_or_an_order_of_ones_own_is_refused(connect, people):
    wire = await connect(people["victor"], "/products")
    for name in ("set_page_size", "set_ordering", "set_search", "set_page"):
        await wire.send(wire_name(f"ProductState.{name}"), {"value": 5000})
    answer = await wire.send(wire_name("ProductState.refresh"))
    assert len(answer.state("product_state")["products"]) == 10
