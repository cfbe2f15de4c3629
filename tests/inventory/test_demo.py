"""The demo data: complete, by the rules, and never in the way of real data."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db.models import F
from django.utils import timezone

from inventory import demo
from inventory.demo_data import PASSWORD, RUNNING_LOW
from inventory.models import Product as StockProduct
from inventory.models import StockMovement
from inventory.stock import out_of_balance
from shop.models import Product as ShelfProduct
from shop.models import Task
from tests.factories import InventoryProductFactory, ShopProductFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Seed, and give the demo's users by name."""
    demo.seed()
    return {user.username: user for user in demo.demo_users()}


def test_database_is_empty_until_somebody_exists():
    assert demo.database_is_empty()
    UserFactory()
    assert not demo.database_is_empty()


def test_seed_adds_everything_once():
    assert demo.seed() == {
        "users": 5,
        "products in stock": 96,
        "products on the shelf": 24,
        "tasks": 13,
        "stock movements": StockMovement.objects.count(),
        "restock tasks": 1,
    }
    assert demo.seed().total() == 0
    assert StockProduct.objects.count() == 96


def test_everyone_can_sign_in(people, client):
    for username, password, _role in demo.DEMO_LOGINS:
        assert client.login(username=username, password=password)
        validate_password(password, people[username])


def test_alice_has_every_state_of_a_row(people):
    stock = StockProduct.objects.for_owner(people["alice"])
    assert stock.count() == 60
    assert stock.filter(category="").exists()
    assert stock.filter(is_active=False).exists()
    assert stock.filter(price__lt=1).exists()
    assert stock.filter(price__gt=10_000).exists()
    assert max(len(product.name) for product in stock) > 100


def test_bruno_has_stock_of_his_own_under_some_of_the_same_skus(people):
    hers = StockProduct.objects.for_owner(people["alice"])
    his = StockProduct.objects.for_owner(people["bruno"])
    assert his.count() == 12
    assert his.filter(sku__in=hers.values("sku")).count() == 4


def test_every_product_has_a_history_of_ninety_days_that_adds_up(people):
    assert not out_of_balance().exists()
    assert not StockProduct.objects.filter(movements=None).exists()
    now = timezone.now()
    for product in StockProduct.objects.prefetch_related("movements"):
        newest_first, balance = product.movements.all(), 0
        assert (now - newest_first[len(newest_first) - 1].created_at).days == 90
        assert newest_first[0].created_at <= now
        for movement in reversed(newest_first):
            movement.clean_fields(exclude={"product", "recorded_by"})
            balance += movement.quantity
            assert balance >= 0


def test_alice_is_about_to_run_out_of_something(people):
    low = StockProduct.objects.for_owner(people["alice"]).low_stock()
    assert {product.sku for product in low} == RUNNING_LOW
    assert low.get(tasks__done=False).sku == "PAC-701"


def test_history_is_the_same_at_every_seeding(people):
    rows = StockMovement.objects.order_by("product__sku", "product__owner__username")
    before = list(rows.values_list("product__sku", "kind", "quantity", "reason"))
    demo.reset()
    after = list(rows.values_list("product__sku", "kind", "quantity", "reason"))
    assert sorted(after) == sorted(before)


def test_seeding_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(90):
        demo.seed()


def test_only_the_editor_may_change_the_shelf(people):
    actions = {
        f"shop.{action}_product" for action in ("view", "add", "change", "delete")
    }
    assert people["edith"].get_all_permissions() == actions
    for username in ("alice", "bruno", "victor"):
        assert people[username].get_all_permissions() == set()
    assert people["admin"].is_superuser


def test_shelf_holds_active_and_inactive_products(people):
    assert ShelfProduct.objects.filter(is_active=True).count() == 22
    assert ShelfProduct.objects.filter(is_active=False).count() == 2
    assert not ShelfProduct.objects.filter(description="").exists()


def test_shelf_is_published_from_the_stock_of_who_may(people):
    published = StockProduct.objects.for_owner(people["edith"]).filter(
        on_shelf__name=F("name"), on_shelf__price=F("price"), on_shelf__sku=F("sku")
    )
    assert published.count() == ShelfProduct.objects.count() == 24


def test_everyone_has_tasks_done_and_open(people):
    for username in ("alice", "bruno", "edith", "victor"):
        tasks = Task.objects.for_owner(people[username])
        assert set(tasks.values_list("done", flat=True)) == {True, False}


def test_seed_keeps_what_was_changed_and_restores_what_is_gone(people):
    alice, edith = people["alice"], people["edith"]
    alice.set_password("my own now")
    alice.save()
    edith.groups.clear()
    product = StockProduct.objects.for_owner(alice)[0]
    product.price = "1.23"
    product.save()
    ShelfProduct.objects.filter(sku="COF-101").delete()
    added = demo.seed()
    assert added["products on the shelf"] == added.total() == 1
    alice.refresh_from_db()
    product.refresh_from_db()
    assert alice.check_password("my own now")
    assert str(product.price) == "1.23"
    assert not edith.groups.exists()


def test_seed_keeps_what_the_editors_may(people):
    Group.objects.get().permissions.clear()
    people["edith"].delete()
    demo.seed()
    assert demo.demo_users().get(groups__name="Shop editors").username == "edith"
    assert not Group.objects.get().permissions.exists()


def test_reset_starts_over_and_spares_real_users(people):
    theirs = InventoryProductFactory()
    InventoryProductFactory(owner=people["alice"], sku="EXTRA")
    ShopProductFactory(sku="EXTRA")
    people["alice"].set_password("my own now")
    people["alice"].save()
    assert demo.reset()["users"] == 5
    assert StockProduct.objects.filter(pk=theirs.pk).exists()
    assert not StockProduct.objects.filter(sku="EXTRA").exists()
    assert not ShelfProduct.objects.filter(sku="EXTRA").exists()
    assert demo.demo_users().get(username="alice").check_password(PASSWORD)


def test_real_namesake_is_left_alone():
    alice = UserFactory(username="alice", email="alice@roastery.example")
    demo.seed()
    demo.reset()
    assert not StockProduct.objects.for_owner(alice).exists()
    assert not Task.objects.for_owner(alice).exists()
    alice.refresh_from_db()
    assert not alice.check_password(PASSWORD)
