"""Nothing is set that its form does not show: by no payload, import or lesser admin."""

import pytest
from django.contrib.auth.models import Permission
from django.forms.models import model_to_dict

from frontend import routes
from frontend.states.inventory import InventoryState
from inventory.csv_import import apply_import
from inventory.csv_plan import plan_import
from inventory.models import Product
from shop.models import Product as ShelfProduct
from tests.factories import (
    InventoryProductFactory,
    ShopProductFactory,
    UserFactory,
    product_in_stock,
)
from tests.frontend.rows import add
from tests.frontend.running_app import running_app

FORM = {"name": "Mug", "sku": "MUG-1", "price": "4.80", "category": ""}
FORGED = {
    **{"id": "77", "pk": "77", "version": "99", "_editing_version": "99"},
    **{"stock_on_hand": "1000", "created_at": "2001-01-01", "deleted_at": "2001-01-01"},
    **{"created_at_0": "2001-01-01", "created_at_1": "00:00", "_state": "x"},
}


def decided_by_the_server(product):
    """Give what no form shows."""
    names = {"id", "version", "created_at", "stock_on_hand", "deleted_at", "owner_id"}
    return {name: getattr(product, name) for name in names if hasattr(product, name)}


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["inventory", "shop"])
def test_admin_of_a_lesser_user(client, app):
    product = product_in_stock(3) if app == "inventory" else ShopProductFactory()
    lesser = UserFactory(is_staff=True)
    lesser.user_permissions.add(
        *Permission.objects.filter(
            content_type__app_label=app, codename="change_product"
        )
    )
    client.force_login(lesser)
    before = decided_by_the_server(product)
    more = {"opened_with": product.version}
    if app == "inventory":
        more["owner"] = product.owner_id
    form = {**FORM, "description": "", "is_active": "on", **more, **FORGED}
    address = f"/admin/{app}/product/{product.pk}"
    assert client.post(f"{address}/change/", form).status_code == 302
    product.refresh_from_db()
    assert product.name == "Mug"  # the form itself was served
    after = decided_by_the_server(product)
    assert after == before | {"version": before["version"] + 1}
    for forbidden in (f"{address}/delete/", f"/admin/{app}/product/add/"):
        assert client.post(forbidden, {**form, "post": "yes"}).status_code == 403
    rights = {"is_superuser": "on", "is_staff": "on", "username": lesser.username}
    users = f"/admin/auth/user/{lesser.pk}/change/"
    assert client.post(users, rights).status_code == 403
    assert not type(lesser).objects.get(pk=lesser.pk).is_superuser


@pytest.mark.django_db
def test_import(client):
    owner, other = UserFactory(), UserFactory()
    product = product_in_stock(3, owner=owner, sku="CUP-1")
    before = decided_by_the_server(product)
    hidden = {**FORGED, "owner": str(other.pk), "owner_id": str(other.pk)}
    header = ["name", "sku", "price", *hidden]
    row = ["Mug", "CUP-1", "4.80", *hidden.values()]
    new = ["Bowl", "BOWL-1", "3.00", *hidden.values()]
    data = "\n".join(",".join(line) for line in (header, row, new)).encode()
    plan = plan_import(owner, data)
    if not plan.refused:
        apply_import(plan)
    product.refresh_from_db()
    after = decided_by_the_server(product)
    assert after in (before, before | {"version": before["version"] + 1})
    for added in Product.objects.exclude(pk=product.pk):
        assert model_to_dict(added, ["owner"]) == {"owner": owner.pk}
        assert (added.version, added.stock_on_hand, added.deleted_at) == (1, 0, None)
        assert added.created_at.year > 2001
    assert not Product.objects.filter(owner=other).exists()


@pytest.mark.django_db(transaction=True)
async def test_payload():
    user, other = await add(UserFactory), await add(UserFactory)
    product = await add(InventoryProductFactory, owner=user)
    before = decided_by_the_server(product)
    form = {**FORM, **FORGED, "owner": str(other.pk), "owner_id": str(other.pk)}
    async with running_app() as connect:
        client = await connect(user, routes.INVENTORY)
        await client.send(InventoryState.start_editing, product.pk)
        await client.send(InventoryState.save_product, form)
    await product.arefresh_from_db()
    assert product.name == "Mug"
    after = decided_by_the_server(product)
    assert after == before | {"version": before["version"] + 1}
    assert not await ShelfProduct.objects.aexists()
