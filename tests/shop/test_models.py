"""The rules of the shared shelf, and of everyone's own tasks."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from shop.models import Product, Task
from tests.factories import ShopProductFactory, TaskFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(factory, **fields):
    """The messages by field, with which saving such a row is refused."""
    with pytest.raises(ValidationError) as refusal:
        factory(**fields)
    return refusal.value.message_dict


@pytest.mark.parametrize("text", ["sencha", "tea-9", "GREEN"])
def test_search_looks_at_name_sku_and_description(text):
    wanted = ShopProductFactory(name="Sencha", sku="TEA-99", description="Green.")
    ShopProductFactory(name="Cup", sku="CUP-1", description="White.")
    assert list(Product.objects.search(text)) == [wanted]


def test_sku_is_unique_on_the_whole_shelf_whatever_its_case():
    ShopProductFactory(sku="TEA-1")
    assert refused(ShopProductFactory, sku=" tea-1") == {
        "sku": ["Another product already has this SKU."]
    }


@pytest.mark.parametrize("price", ["0", "NaN", "1e400", "1.005", "free", None])
def test_price_that_cannot_be_is_refused_beside_its_field(price):
    assert list(refused(ShopProductFactory, price=price)) == ["price"]


@pytest.mark.parametrize("price", ["0", "1e8", "1.5e300", "1e400", "'NaN'"])
def test_database_itself_keeps_the_price_readable(price):
    ShopProductFactory()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE shop_product SET price = {price}")


@pytest.mark.parametrize(
    ("field", "longest"), [("name", 128), ("sku", 64), ("description", 2000)]
)
def test_text_has_a_longest_length(field, longest):
    ShopProductFactory(**{field: "x" * longest})
    assert list(refused(ShopProductFactory, **{field: "x" * (longest + 1)})) == [field]


def test_description_may_be_empty():
    assert ShopProductFactory(description="  ").description == ""


def test_tasks_are_their_owners_alone():
    mine = TaskFactory()
    TaskFactory()
    assert list(Task.objects.for_owner(mine.owner)) == [mine]
    assert not Task.objects.for_owner(AnonymousUser()).exists()


def test_open_tasks_come_first_and_the_newest_of_them_before_all():
    owner = UserFactory()
    old, new, done = [TaskFactory(owner=owner, done=done) for done in (0, 0, 1)]
    assert list(Task.objects.all()) == [new, old, done]


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "two\nlines"])
def test_task_needs_a_title_of_one_line(title):
    assert list(refused(TaskFactory, title=title)) == ["title"]


def test_rows_introduce_themselves():
    assert str(ShopProductFactory.build(name="Cup", sku="C-1")) == "Cup (C-1)"
    assert str(TaskFactory.build(title="Count the cups")) == "Count the cups"
