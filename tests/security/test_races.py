"""What happens at the same time: nobody's work is lost, and nothing is done twice."""

import asyncio

import pytest

from tests.security.database import add_row, query
from tests.security.handlers import wire_name
from tests.security.record import RECORD
from tests.security.test_text import field_errors

# state, table, what only its form holds, whose rows they are
STYLES = [
    ("InventoryState", "inventory_product", {"category": ""}, "alice"),
    ("ProductState", "shop_product", {"description": ""}, "edith"),
]
FORM = {"name": "Cup", "price": "4.50", "is_active": True}
SAVED = ("Saved.", "Saved “Cup”.")

pytestmark = pytest.mark.parametrize(("state", "table", "more", "who"), STYLES)


def handler(state, name):
    return wire_name(f"{state}.{name}")


def is_saved(answer):
    return bool(set(SAVED) & set(answer.toasts))


async def test_same_sku_twenty_times(server, connect, people, state, table, more, who):
    sku = f"RACE-{state.upper()}"
    tabs = [await connect(people[who]) for _ in range(20)]
    form = {**FORM, **more, "sku": sku}
    for tab in tabs:
        await tab.send(handler(state, "start_creating"))
    save = handler(state, "save_product")
    said = await asyncio.gather(*(tab.send(save, {"form_data": form}) for tab in tabs))
    assert sum(map(is_saved, said)) == 1
    refused = [list(field_errors(answer)) for answer in said if not is_saved(answer)]
    assert refused == [["sku"]] * 19
    assert not any(answer.toasts for answer in said if not is_saved(answer))
    found = query(server, f"SELECT id FROM {table} WHERE sku = ?", sku)
    assert len(found) == 1
    RECORD.faults += 1


async def test_double_click_on_save(server, connect, people, state, table, more, who):
    tab, sku = await connect(people[who]), f"CLICK-{state.upper()}"
    await tab.send(handler(state, "start_creating"))
    form = {"form_data": {**FORM, **more, "sku": sku}}
    await tab.post(handler(state, "save_product"), form)
    said = await tab.send(handler(state, "save_product"), form)
    assert len(said.toasts) == 1
    assert not field_errors(said)
    assert len(query(server, f"SELECT id FROM {table} WHERE sku = ?", sku)) == 1
    RECORD.faults += 1


async def test_two_edit_the_same_row(server, connect, people, state, table, more, who):
    row_id = add_row(server, table, who)
    first, second = await connect(people[who]), await connect(people[who])
    for tab in (first, second):
        await tab.send(handler(state, "start_editing"), {"product_id": row_id})
    save, sku = handler(state, "save_product"), f"EDIT-{row_id}"
    typed = {**FORM, **more, "sku": sku, "price": "5.50"}
    assert is_saved(await first.send(save, {"form_data": typed}))
    typed = {**FORM, **more, "sku": sku, "price": "6.50"}
    said = await second.send(save, {"form_data": typed})
    assert not is_saved(said)
    assert field_errors(said)["price"] == "Theirs: 5.50"
    assert "while you were editing" in field_errors(said)["form"]
    assert price_of(server, table, row_id) == "5.50"
    assert is_saved(await second.send(save, {"form_data": typed}))
    assert price_of(server, table, row_id) == "6.50"
    RECORD.faults += 1


async def test_row_deleted_while_edited(
    server, connect, people, state, table, more, who
):
    row_id = add_row(server, table, who)
    editor, other = await connect(people[who]), await connect(people[who])
    await editor.send(handler(state, "start_editing"), {"product_id": row_id})
    await other.send(handler(state, "delete_product"), {"product_id": row_id})
    form = {"form_data": {**FORM, **more, "sku": f"BACK-{row_id}"}}
    said = await editor.send(handler(state, "save_product"), form)
    assert "deleted meanwhile" in field_errors(said)["form"]
    there = "AND deleted_at IS NULL" if table == "inventory_product" else ""
    assert not query(server, f"SELECT id FROM {table} WHERE id = ? {there}", row_id)
    assert is_saved(await editor.send(handler(state, "save_product"), form))
    sku = f"BACK-{row_id}"
    assert len(query(server, f"SELECT id FROM {table} WHERE sku = ?", sku)) == 1
    RECORD.faults += 1


def price_of(server, table, row_id):
    (row,) = query(server, f"SELECT price FROM {table} WHERE id = ?", row_id)
    return f"{row['price']:.2f}"
