"""The staff's view of everyone's stock."""

import pytest

from inventory.models import Product
from tests.factories import InventoryProductFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/inventory/product/"


ROW = {"name": "Cup", "sku": "cup-1", "price": "4.80", "category": ""}


def test_list_shows_and_finds_products(admin_client):
    wanted = InventoryProductFactory(name="House blend")
    InventoryProductFactory(name="Cup")
    page = admin_client.get(ADDRESS, {"q": wanted.owner.username, "is_active": "1"})
    assert list(page.context["cl"].queryset) == [wanted]
    assert "House blend" in page.content.decode()


def test_staff_adds_and_corrects_a_product(admin_client):
    owner = UserFactory()
    admin_client.post(f"{ADDRESS}add/", {**ROW, "owner": owner.pk})
    product = Product.objects.get()
    assert (product.owner, product.sku) == (owner, "CUP-1")
    correction = {**ROW, "owner": owner.pk, "name": "Mug"}
    admin_client.post(f"{ADDRESS}{product.pk}/change/", correction)
    product.refresh_from_db()
    assert product.name == "Mug"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"price": "0"}, "price"),
        ({"price": "NaN"}, "price"),
        ({"price": "1e400"}, "price"),
        ({"name": "  "}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"sku": "TAKEN"}, "sku"),
        ({"sku": "taken "}, "sku"),
        ({"owner": ""}, "owner"),
    ],
)
def test_bad_row_gets_a_message_beside_its_field(admin_client, fields, field):
    owner = InventoryProductFactory(sku="TAKEN").owner
    page = admin_client.post(f"{ADDRESS}add/", {**ROW, "owner": owner.pk, **fields})
    assert page.status_code == 200
    assert list(page.context["adminform"].form.errors) == [field]
    assert Product.objects.count() == 1
