"""What export writes, import reads back unchanged."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.csv_export import export_lines
from inventory.csv_import import apply_import
from inventory.csv_plan import Outcome, plan_import
from inventory.models import Product
from tests.factories import InventoryProductFactory, UserFactory

pytestmark = pytest.mark.django_db

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"),
    max_size=20,
) | st.sampled_from(["=1", "'=1", "''@x", "-", "+5", "a;b", 'a"b', "a,b", "\ufeffx"])
NAMES = TEXTS.filter(str.strip)
ROWS = st.lists(
    st.tuples(
        NAMES,
        TEXTS,
        NAMES,
        st.decimals("0.01", "99999999.99", places=2),
        st.booleans(),
        st.none() | st.integers(0, 999_999_999),
    ),
    max_size=5,
    unique_by=lambda row: row[2].strip().upper(),
)


@given(rows=ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_round_trip(db, rows):
    owner, twin = UserFactory.create(), UserFactory.create()
    for name, category, sku, price, is_active, level in rows:
        fields = {"category": category, "sku": sku, "is_active": is_active}
        fields |= {"name": name, "price": price, "reorder_level": level}
        InventoryProductFactory(owner=owner, **fields)
    mine = Product.objects.for_owner(owner).order_by("sku")
    data = "".join(export_lines(mine)).encode()
    assert plan_import(owner, data).counts.keys() <= {Outcome.UNCHANGED}
    copy = plan_import(twin, data)
    assert not copy.refused
    apply_import(copy)
    fields = ("sku", "name", "price", "category", "is_active", "reorder_level")
    copied = Product.objects.for_owner(twin).order_by("sku")
    assert list(copied.values(*fields)) == list(mine.values(*fields))
