"""The staff's view of everyone's stock."""

import pytest

from inventory.models import Product, StockMovement
from tests.factories import (
    InventoryProductFactory,
    UserFactory,
    product_in_stock,
)

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


# Ledger

LEDGER = "/admin/inventory/stockmovement/"


def test_staff_reads_the_ledger_and_changes_nothing_in_it(admin_client):
    movement = product_in_stock(5, name="House blend").movements.get()
    page = admin_client.get(LEDGER, {"q": "house"})
    assert list(page.context["cl"].queryset) == [movement]
    assert "delete_selected" not in page.content.decode()
    assert admin_client.get(f"{LEDGER}{movement.pk}/change/").status_code == 200
    for address in ("add/", f"{movement.pk}/change/", f"{movement.pk}/delete/"):
        assert admin_client.post(f"{LEDGER}{address}").status_code == 403
    assert StockMovement.objects.get() == movement


def test_staff_cannot_type_a_balance(admin_client):
    product = product_in_stock(5)
    correction = {**ROW, "owner": product.owner.pk, "stock_on_hand": 99}
    admin_client.post(f"{ADDRESS}{product.pk}/change/", correction)
    product.refresh_from_db()
    assert (product.name, product.stock_on_hand) == ("Cup", 5)


@pytest.mark.parametrize("whole", ["product", "owner"])
def test_staff_deletes_a_product_or_an_owner_with_the_ledger(admin_client, whole):
    product = product_in_stock(5)
    address = {
        "product": f"{ADDRESS}{product.pk}/delete/",
        "owner": f"/admin/auth/user/{product.owner.pk}/delete/",
    }[whole]
    admin_client.post(address, {"post": "yes"})
    assert not Product.objects.exists()
    assert not StockMovement.objects.exists()
