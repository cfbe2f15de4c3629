"""The staff's view of everyone's stock."""

import pytest

from inventory.admin import ProductForm
from inventory.models import Product, StockMovement
from inventory.versioned_admin import STALE
from tests.factories import (
    InventoryProductFactory,
    ShopProductFactory,
    TaskFactory,
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
    correction = {**ROW, "owner": owner.pk, "name": "Mug", "opened_with": 1}
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


# Two at a time


def change(admin_client, product, **fields):
    """Send the form as it was opened with this version of the product."""
    form = {**ROW, "owner": product.owner_id, "opened_with": product.version, **fields}
    return admin_client.post(f"{ADDRESS}{product.pk}/change/", form)


def errors(page):
    """What the page complains about, by field."""
    return page.context["adminform"].form.errors


@pytest.mark.parametrize("forged", [{}, {"opened_with": ""}, {"opened_with": "x"}])
def test_form_that_was_opened_before_a_save_overwrites_nothing(admin_client, forged):
    opened = InventoryProductFactory(name="Cup")
    Product.objects.get().save()
    page = change(admin_client, opened, name="Mug", **forged)
    assert errors(page)["__all__"] == [STALE]
    assert Product.objects.get().name == "Cup"


def test_save_in_the_same_moment_overwrites_nothing(admin_client, monkeypatch):
    opened = InventoryProductFactory(name="Cup")
    clean = ProductForm.clean

    def clean_and_be_late(form):
        Product.objects.get().save()
        return clean(form)

    monkeypatch.setattr(ProductForm, "clean", clean_and_be_late)
    page = change(admin_client, opened, name="Mug")
    monkeypatch.undo()
    assert STALE in admin_client.get(page.url).content.decode()
    assert Product.objects.get().name == "Cup"


# What belongs together


def test_product_with_tasks_stays_with_its_owner(admin_client):
    product, other = InventoryProductFactory(), UserFactory()
    TaskFactory(owner=product.owner, product=product)
    assert "tasks" in str(errors(change(admin_client, product, owner=other.pk)))
    product.tasks.all().delete()
    change(admin_client, product, owner=other.pk)
    assert Product.objects.get().owner == other


@pytest.mark.parametrize("many", [False, True])
def test_product_for_sale_is_not_deleted(admin_client, many):
    product = ShopProductFactory(source=InventoryProductFactory()).source
    address, form = f"{ADDRESS}{product.pk}/delete/", {"post": "yes"}
    if many:
        address = ADDRESS
        form |= {"action": "delete_selected", "_selected_action": str(product.pk)}
    assert "On the shop" in admin_client.get(f"{ADDRESS}{product.pk}/delete/").text
    admin_client.post(address, form)
    assert Product.objects.get() == product


# Forged


@pytest.mark.parametrize("name", ["q", "category", "name__startswith", "o", "p"])
def test_query_with_a_nul_is_refused(admin_client, name):
    assert admin_client.get(f"{ADDRESS}?{name}=%00").status_code == 400


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
    correction["opened_with"] = product.version
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
