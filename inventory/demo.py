"""Fills the database with the demo's users, stock, shelf and tasks.

The rows themselves stand in ``demo_data.py``. Nothing here runs by itself in
production; ``manage.py seed_demo`` runs it by hand anywhere.
"""

from collections import Counter

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import models, transaction

from inventory import demo_data as data
from inventory import demo_history
from inventory.models import Product as StockProduct
from inventory.models import StockMovement
from shop.models import Product as ShelfProduct
from shop.models import Task
from shop.restocking import add_restock_task

# Username, password and what it is good for, in the order to show them
DEMO_LOGINS = [(who.username, data.PASSWORD, who.role) for who in data.PEOPLE]


def database_is_empty() -> bool:
    """Tell whether nobody has used this database yet: it knows no user."""
    return not User.objects.exists()


def demo_users() -> models.QuerySet[User]:
    """Find the demo's own users; a real namesake has another email address."""
    return User.objects.filter(
        username__in=[who.username for who in data.PEOPLE],
        email__in=[who.email for who in data.PEOPLE],
    )


@transaction.atomic
def seed() -> Counter[str]:
    """Add what is missing, and count it by kind.

    What exists stays as it is, changed or not: rows, passwords, permissions.
    """
    added = Counter({"users": _add_users()})
    users = {user.username: user for user in demo_users()}
    movements_added = 0
    for username, stock in data.STOCK.items():
        if owner := users.get(username):
            products, movements = _add_stock(owner, stock)
            added["products in stock"] += products
            movements_added += movements
    for username, tasks in data.TASKS.items():
        if owner := users.get(username):
            added["tasks"] += _add_tasks(owner, tasks)
    added["products on the shelf"] += _add_shelf(users.get("edith"))
    added["stock movements"] = movements_added
    added["restock tasks"] = _add_restock_tasks(users)
    return added


@transaction.atomic
def reset() -> Counter[str]:
    """Delete the demo's users with all that is theirs, and the shelf; seed again."""
    demo_users().delete()
    ShelfProduct.objects.all().delete()
    return seed()


def _add_users() -> int:
    missing = [
        who
        for who in data.PEOPLE
        if not User.objects.filter(username=who.username).exists()
    ]
    # Hashing is slow on purpose. Once will do: everyone knows this password.
    hashed = make_password(data.PASSWORD) if missing else ""
    for who in missing:
        user = User(
            username=who.username,
            email=who.email,
            password=hashed,
            is_staff=who.is_superuser,
            is_superuser=who.is_superuser,
        )
        user.full_clean()
        user.save()
        if who.is_editor:
            user.groups.add(_editors())
    return len(missing)


def _editors() -> Group:
    group, is_new = Group.objects.get_or_create(name=data.EDITORS_GROUP)
    if is_new:  # view, add, change and delete
        may_edit = Permission.objects.filter(
            content_type__app_label="shop", content_type__model="product"
        )
        group.permissions.set(may_edit)
    return group


def _add_stock(owner: User, stock: data.Stock) -> tuple[int, int]:
    """Add the products that are missing, each with a history; count both."""
    known = set(StockProduct.objects.filter(owner=owner).values_list("sku", flat=True))
    missing = [
        StockProduct(
            owner=owner,
            sku=sku,
            name=name,
            price=price,
            category=category,
            is_active=sku not in data.NO_LONGER_STOCKED,
        )
        for category, rows in stock.items()
        for name, sku, price in rows
        if sku not in known
    ]
    ledger = []
    for product in missing:
        product.reorder_level = demo_history.reorder_level(product)
        product.clean_fields(exclude={"owner"})  # the rules that need no query
        ledger += demo_history.movements(product)
    StockProduct.objects.bulk_create(missing)
    StockMovement.objects.bulk_create(ledger)
    return len(missing), len(ledger)


def _add_shelf(publisher: User | None) -> int:
    stock = StockProduct.objects.for_owner(publisher or AnonymousUser())
    unpublished = {product.sku: product for product in stock.filter(on_shelf=None)}
    known = set(ShelfProduct.objects.values_list("sku", flat=True))
    missing = [
        ShelfProduct(
            sku=sku,
            name=name,
            price=price,
            description=data.SHELF[sku],
            source=unpublished.get(sku),
            is_active=sku not in data.NOT_ON_SALE,
        )
        for rows in data.ALICE_STOCK.values()
        for name, sku, price in rows
        if sku in data.SHELF and sku not in known
    ]
    for product in missing:
        product.clean_fields()
    if missing:  # otherwise nothing is announced either
        ShelfProduct.objects.bulk_create(missing)
    return len(missing)


def _add_tasks(owner: User, tasks: list[tuple[str, bool]]) -> int:
    known = set(Task.objects.for_owner(owner).values_list("title", flat=True))
    missing = [
        Task(owner=owner, title=title, done=done)
        for title, done in tasks
        if title not in known
    ]
    for task in missing:
        task.clean_fields(exclude={"owner"})
    Task.objects.bulk_create(missing)
    return len(missing)


def _add_restock_tasks(users: dict[str, User]) -> int:
    added = 0
    for username, sku in data.RESTOCK.items():
        products = StockProduct.objects.for_owner(users.get(username, AnonymousUser()))
        for product in products.filter(sku=sku, tasks=None):  # done ones count too
            added += add_restock_task(product)[1]
    return added
