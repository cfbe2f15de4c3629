"""Text is text: every field gives back what was typed, or says what is wrong."""

import json
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from reflex_base.utils.format import json_dumps

from inventory.models import Product
from inventory.validation import messages_by_field
from shop.models import Product as ShelfProduct
from shop.models import Task
from tests.factories import UserFactory
from tests.security.handlers import wire_name
from tests.security.hostile import ANY_TEXT, TEXTS
from tests.security.record import RECORD
from tests.security.table import SERVED, outcome

PRICED = {"name": "Cup", "sku": "CUP-1", "price": "1.50"}
FIELDS = [
    (Product, PRICED, "name"),
    (Product, PRICED, "sku"),
    (Product, PRICED, "category"),
    (ShelfProduct, PRICED, "name"),
    (ShelfProduct, PRICED, "sku"),
    (ShelfProduct, PRICED, "description"),
    (Task, {"title": "Count"}, "title"),
]
IDS = [f"{model._meta.label}.{field}" for model, _, field in FIELDS]
thorough = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def documented(field, typed):
    """What inventory/fields.py says that it makes of a text."""
    typed = typed.replace("\r\n", "\n") if field == "description" else typed
    return typed.strip().upper() if field == "sku" else typed.strip()


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "fields", "field"), FIELDS, ids=IDS)
@thorough
@given(typed=ANY_TEXT)
def test_field(owner, model, fields, field, typed):
    RECORD.bad_inputs += 1
    own = {} if model is ShelfProduct else {"owner": owner}
    row = model(**own, **{**fields, field: typed})
    try:
        row.save()
    except ValidationError as error:
        wrong = list(messages_by_field(error))
    else:
        wrong = [field]
        stored = model.objects.values_list(field, flat=True).get(pk=row.pk)
        assert stored == documented(field, typed)
        assert json.loads(json_dumps({"row": stored})) == {"row": stored}
        row.delete()
    assert wrong == [field]


@pytest.fixture
def owner(db):
    """Whose rows they are."""
    return UserFactory()


SAVES = {
    "TaskState": ("add_task", "title", "task_state", "tasks"),
    "InventoryState": ("save_product", "name", "inventory_state", "products"),
    "ProductState": ("save_product", "name", "product_state", "products"),
}


@pytest.mark.parametrize("state", SAVES)
async def test_on_the_wire(connect, people, state):
    handler, field, short, rows = SAVES[state]
    wire, key, errors = await connect(people["edith"]), 0, {}
    for number, typed in enumerate([*TEXTS, "x" * 900_000]):
        if number % 20 == 0:  # no tab may send more than its share
            wire, key, errors = await connect(people["edith"]), 0, {}
        form = {"sku": f"T-{state}-{number}", "price": "1.00", "form_key": str(key)}
        form |= {"category": "", "description": "", field: typed}
        if state != "TaskState":
            await wire.send(wire_name(f"{state}.start_creating"))
            errors = {}
        answer = await wire.send(wire_name(f"{state}.{handler}"), {"form_data": form})
        assert outcome(answer) == SERVED
        RECORD.bad_inputs += 1
        if errors := field_errors(answer, errors):
            assert list(errors) == [field], typed
            continue
        key += 1
        shown = typed.strip()
        sku = form["sku"]
        if state != "TaskState":
            answer = await search(wire, state, sku)
        assert shown in [row[field] for row in answer.state(short)[rows]], repr(typed)


async def search(wire, state, text):
    """Have a list show what has this text; the inventory's search is an address."""
    if state == "ProductState":
        return await wire.send(wire_name(f"{state}.set_search_query"), {"value": text})
    query = {"search_query": text}
    address = f"/inventory?{urlencode(query)}"
    here = {"pathname": "/inventory", "asPath": address, "query": query}
    return await wire.send(wire_name(f"{state}.load_inventory"), router_data=here)


def field_errors(answer, shown=None):
    """Find the messages by field; those of a ModelState stand in its parent.

    What the page shows already, ``shown``, is not sent again.
    """
    states = [answer.state(name) for name in ("_state", "model_state")]
    states += [answer.state(short) for _, _, short, _ in SAVES.values()]
    found = [state["field_errors"] for state in states if "field_errors" in state]
    return next(filter(None, found), {} if found else shown or {})


async def test_lone_surrogate_on_the_shelf_leaves_the_socket_open(connect, people):
    wire = await connect(people["edith"])
    await wire.send(wire_name("ProductState.start_creating"))
    form = {"name": "\ud800", "sku": "S-1", "price": "1.00", "description": ""}
    name = wire_name("ProductState.save_product")
    assert field_errors(await wire.send(name, {"form_data": form}))
