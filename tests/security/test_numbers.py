"""A price is stored exactly as typed or refused, and never makes a list unloadable."""

import unicodedata
from decimal import Decimal, InvalidOperation

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given

from inventory.models import Product
from inventory.validation import messages_by_field
from shop.models import Product as ShelfProduct
from tests.factories import UserFactory
from tests.security.handlers import wire_name
from tests.security.hostile import ANY_NUMBER, NUMBERS
from tests.security.record import RECORD
from tests.security.table import SERVED, outcome
from tests.security.test_text import field_errors, thorough


@pytest.fixture
def owner(db):
    """Whose rows they are."""
    return UserFactory()


def meant(typed):
    """Read a number as a person would: None if it is none."""
    try:
        number = Decimal(unicodedata.normalize("NFKC", typed.strip()))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Product, ShelfProduct], ids=["stock", "shelf"])
@thorough
@given(typed=ANY_NUMBER)
def test_price(owner, model, typed):
    RECORD.bad_inputs += 1
    own = {"owner": owner} if model is Product else {}
    row = model(**own, name="Cup", sku="CUP-1", price=typed)
    try:
        row.save()
    except ValidationError as error:
        wrong = list(messages_by_field(error))
    else:
        wrong = ["price"]
        (stored,) = model.objects.values_list("price", flat=True)
        assert stored == meant(typed)
        assert Decimal("0.01") <= stored <= Decimal("99999999.99")
        row.delete()
    assert wrong == ["price"]


@pytest.mark.parametrize("state", ["InventoryState", "ProductState"])
async def test_on_the_wire(connect, people, state):
    short = "inventory_state" if state == "InventoryState" else "product_state"
    load = "load_inventory" if state == "InventoryState" else "refresh"
    wire = await connect(people["edith"])
    for number, typed in enumerate(NUMBERS):
        if number % 15 == 0:  # no tab may send more than its share
            wire = await connect(people["edith"])
        await wire.send(wire_name(f"{state}.start_creating"))
        form = {"name": "Cup", "sku": f"N-{number}", "price": typed}
        form |= {"category": "", "description": ""}
        answer = await wire.send(
            wire_name(f"{state}.save_product"), {"form_data": form}
        )
        assert outcome(answer) == SERVED
        errors = field_errors(answer)
        assert not errors or list(errors) == ["price"], typed
        RECORD.bad_inputs += 1
    wire = await connect(people["edith"])
    said = (await wire.send(wire_name(f"{state}.{load}"))).state(short)
    assert said["loaded"]
    assert not said.get("error_message")
