"""The dashboard's figures: one's own, right to the cent, in a handful of queries."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.utils import timezone

from inventory import dashboard, demo, live
from inventory.dashboard import read_dashboard
from inventory.models import Product, StockMovement
from inventory.selections import move_to_trash
from inventory.stock import record_movement
from tests.factories import InventoryProductFactory, UserFactory, product_in_stock
from tests.heard import in_process

pytestmark = pytest.mark.django_db

QUERIES = 4  # whatever the number of products


def moved(product, quantity, days_ago):
    """Write an old movement into the ledger, as the demo's seeding does."""
    return StockMovement.objects.bulk_create(
        [
            StockMovement(
                product=product,
                kind="receive" if quantity > 0 else "issue",
                quantity=quantity,
                recorded_by=product.owner,
                created_at=timezone.now() - timedelta(days=days_ago),
            )
        ]
    )


def test_totals_are_of_ones_own_stock(owner):
    product_in_stock(3, owner=owner, price="10.10")
    product_in_stock(1000, owner=owner, price="2.05", reorder_level=1000, category="")
    product_in_stock(7, price="99.00", reorder_level=9)
    assert read_dashboard(owner)["totals"] == {
        "value": "2,080.30 €",
        "products": 2,
        "low_stock": 1,
        "movements": 2,
    }


def test_nothing_is_there_for_a_new_user(owner):
    product_in_stock(7)
    found = read_dashboard(owner)
    assert found["totals"] == {
        "value": "0.00 €",
        "products": 0,
        "low_stock": 0,
        "movements": 0,
    }
    assert found["categories"] == found["top_movers"] == found["latest"] == []
    assert len(found["days"]) == dashboard.DAYS


def test_low_stock_is_what_the_list_calls_low(owner):
    for level in (None, 0, 4, 5, 6):
        product_in_stock(5, owner=owner, reorder_level=level)
    product_in_stock(5, owner=owner, reorder_level=9, is_active=False)
    low = Product.objects.for_owner(owner).low_stock().count()
    assert read_dashboard(owner)["totals"]["low_stock"] == low == 2


def test_each_of_thirty_days_is_there_the_last_one_is_today(owner):
    product = product_in_stock(8, owner=owner)
    record_movement(product, "issue", 3, by=owner)
    for days_ago in (29, 30):
        moved(product, 100 + days_ago, days_ago)
    days = read_dashboard(owner)["days"]
    today = timezone.localdate()
    assert len({each["day"] for each in days}) == dashboard.DAYS
    assert days[-1] == {"day": f"{today:%b} {today.day}", "received": 8, "issued": 3}
    assert days[0]["received"] == 129
    assert read_dashboard(owner)["totals"]["movements"] == 3


def test_small_categories_are_put_together(owner):
    for number in range(1, 12):
        product_in_stock(number, owner=owner, price="1.00", category=f"C&{number}")
    product_in_stock(50, owner=owner, price="1.00", category="")
    rows = read_dashboard(owner)["categories"]
    assert len(rows) == dashboard.MOST_CATEGORIES
    assert rows[0]["name"] == "No category"
    assert rows[0]["link"] == ""
    assert rows[1]["link"] == "?category=C%2611"
    assert rows[-1] == {
        "name": "5 others",
        "value": "15.00 €",
        "amount": 15.0,
        "link": "",
    }
    assert sum(row["amount"] for row in rows) == 116


def test_top_movers_are_what_went_out_lately(owner):
    for number in range(1, 8):
        product = product_in_stock(100, owner=owner, name=f"Bag {number}")
        record_movement(product, "issue", number, by=owner)
    moved(product_in_stock(900, owner=owner, name="Last year's"), -900, 300)
    rows = read_dashboard(owner)["top_movers"]
    assert [row["name"] for row in rows] == [f"Bag {n}" for n in (7, 6, 5, 4, 3)]
    assert rows[0]["issued"] == 7
    assert rows[0]["link"].startswith("?search_query=COF-")


def test_latest_movements_come_newest_first(owner):
    product = product_in_stock(1200, owner=owner, name="Cup")
    record_movement(product, "issue", 1100, by=owner)
    newest, oldest = read_dashboard(owner)["latest"]
    assert (newest["kind"], newest["quantity"]) == ("Issue", "-1,100")
    assert (oldest["name"], oldest["by"]) == ("Cup", owner.username)
    assert oldest["at"].endswith("+00:00")


def test_latest_are_those_of_what_moved_last_of_very_many(owner):
    products = [product_in_stock(1, owner=owner, name=f"Bag {n}") for n in range(12)]
    for number in (n * 5 % 12 for n in range(12)):
        record_movement(products[number], "receive", 1, by=owner)
    names = [row["name"] for row in read_dashboard(owner)["latest"]]
    last = [n * 5 % 12 for n in range(12)][: -dashboard.MOST_LATEST - 1 : -1]
    assert names == [f"Bag {number}" for number in last]


def test_latest_movements_are_found_whatever_wrote_them_and_in_whatever_order(owner):
    products = [product_in_stock(5, owner=owner) for _ in range(3)]
    days_ago = {0: [40, 12, 30], 1: [11], 2: [35, 50]}
    Product.objects.update(last_moved_at=None)
    for number, days in days_ago.items():
        for each in days:
            moved(products[number], each, each)
    then = Product.objects.order_by("pk").values_list("last_moved_at", flat=True)
    assert [(timezone.now() - each).days for each in then] == [12, 11, 35]
    latest = [row["quantity"] for row in read_dashboard(owner)["latest"]]
    assert latest[3:] == ["+11", "+12", "+30", "+35", "+40"]  # behind the opening stock


def test_what_is_in_the_trash_counts_nowhere(owner):
    record_movement(product_in_stock(9, owner=owner), "issue", 2, by=owner)
    move_to_trash(Product.objects.for_owner(owner))
    found = read_dashboard(owner)
    assert (found["totals"]["products"], found["latest"]) == (0, [])
    assert found["top_movers"] == []


@pytest.mark.parametrize("products", [1, 40])
def test_queries_do_not_depend_on_the_number_of_products(
    owner, products, django_assert_num_queries
):
    for product in InventoryProductFactory.create_batch(products, owner=owner):
        record_movement(product, "receive", 5, by=owner)
        record_movement(product, "issue", 2, by=owner)
    with django_assert_num_queries(QUERIES):
        read_dashboard(owner)


def test_the_demo_shows_all_of_it_at_first_sight():
    demo.seed()
    alice = next(each for each in demo.demo_users() if each.username == "alice")
    found = read_dashboard(alice)
    assert all(found["totals"].values())
    assert len(found["top_movers"]) == dashboard.MOST_MOVERS
    assert len(found["latest"]) == dashboard.MOST_LATEST
    assert sum(each["issued"] > 0 for each in found["days"]) > 10


@in_process
def test_a_movement_is_announced_after_the_commit_and_to_its_owner_alone(
    owner, django_capture_on_commit_callbacks, monkeypatch
):
    told = []
    monkeypatch.setattr(live, "live_broadcaster", lambda: Mock(publish=told.append))
    product = InventoryProductFactory(owner=owner)
    with django_capture_on_commit_callbacks(execute=True):
        record_movement(product, "receive", 5, by=UserFactory())
        assert told == []
    assert [change.model_label for change in told] == [live.stock_label(owner.pk)]
