"""The staff's view of the shelf and of everyone's tasks."""

import pytest

from shop.models import Product, Task
from tests.factories import ShopProductFactory, TaskFactory, UserFactory

pytestmark = pytest.mark.django_db

PRODUCTS, TASKS = "/admin/shop/product/", "/admin/shop/task/"
ROW = {"name": "Sencha", "description": "Green.", "price": "16.30", "sku": "tea-1"}


def errors(page):
    """The fields that the page complains about."""
    return list(page.context["adminform"].form.errors)


def test_list_shows_and_finds_products(admin_client):
    wanted = ShopProductFactory(description="Grown in the shade.")
    ShopProductFactory()
    page = admin_client.get(PRODUCTS, {"q": "shade", "is_active": "1"})
    assert list(page.context["cl"].queryset) == [wanted]


def test_list_shows_and_finds_tasks(admin_client):
    wanted = TaskFactory(done=True)
    TaskFactory(done=True)
    page = admin_client.get(TASKS, {"q": wanted.owner.username, "done": "1"})
    assert list(page.context["cl"].queryset) == [wanted]


def test_staff_adds_a_product(admin_client):
    admin_client.post(f"{PRODUCTS}add/", {**ROW, "description": "One.\r\nTwo."})
    product = Product.objects.get()
    assert (product.sku, product.description) == ("TEA-1", "One.\nTwo.")
    assert product.is_active is False  # the box was not ticked


def test_staff_adds_a_task(admin_client):
    owner = UserFactory()
    admin_client.post(f"{TASKS}add/", {"title": "Count", "owner": owner.pk})
    assert Task.objects.get().owner == owner


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"price": "-1"}, "price"),
        ({"sku": "taken"}, "sku"),
        ({"description": "x" * 2001}, "description"),
    ],
)
def test_bad_product_gets_a_message_beside_its_field(admin_client, fields, field):
    ShopProductFactory(sku="TAKEN")
    page = admin_client.post(f"{PRODUCTS}add/", {**ROW, **fields})
    assert errors(page) == [field]
    assert Product.objects.count() == 1


def test_task_without_a_title_gets_a_message_beside_it(admin_client):
    page = admin_client.post(f"{TASKS}add/", {"title": " ", "owner": UserFactory().pk})
    assert errors(page) == ["title"]


def test_form_that_was_opened_before_a_save_overwrites_nothing(admin_client):
    opened = ShopProductFactory(name="Gyokuro")
    Product.objects.get().save()
    form = {**ROW, "opened_with": opened.version}
    page = admin_client.post(f"{PRODUCTS}{opened.pk}/change/", form)
    assert errors(page) == ["__all__"]
    assert Product.objects.get().name == "Gyokuro"
