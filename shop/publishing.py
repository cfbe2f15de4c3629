"""Publishing: what is for sale goes from one's own stock to the shared shelf.

The stock stays the source. When a product's name or price changes, its row on the
shelf follows in the same transaction (``follow``), as long as its owner may still
change the shelf. SKU, description and "active" are left alone until it is published
again: they belong to those who keep the shelf.
"""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, Subquery

from inventory.models import Product as StockProduct
from inventory.models import ProductQuerySet as StockQuerySet
from inventory.selections import named
from shop.models import Product as ShelfProduct
from shop.models import ProductQuerySet as ShelfQuerySet

type Visitor = AbstractBaseUser | AnonymousUser


@transaction.atomic
def publish(products: StockQuerySet, *, by: Visitor) -> int:
    """Put products on the shelf, or bring up to date what is there: all or none.

    The caller narrows the products down to the user's own; for a single one too.
    Gives their number. Takes as many queries for one as for a thousand.

    Raises ``PermissionDenied`` without the shop's permission to add (or to change,
    for what is published already), and ``ValidationError`` with a message for
    ``sku`` when the shelf has other products under some of these SKUs.
    """
    # In no order: nothing that changes many products locks them in another one.
    chosen = list(products.order_by().select_for_update(of=("self",)))
    published = set(_on_shelf(products).values_list("source", flat=True))
    missing = [product for product in chosen if product.pk not in published]
    if missing:
        _require(by, "add")
    if published:
        _require(by, "change")
    _refuse_clashes(products, chosen)
    try:
        with transaction.atomic():
            _copy(_on_shelf(products), "sku", "name", "price")
            if missing:
                # No full_clean: what is valid in stock is valid on the shelf.
                ShelfProduct.objects.bulk_create(map(_new_row, missing))
    except IntegrityError:  # somebody took one of the SKUs a moment ago
        _refuse_clashes(products, chosen)
        raise
    return len(chosen)


@transaction.atomic
def unpublish(products: StockQuerySet, *, by: Visitor) -> int:
    """Take products off the shelf, and say how many of them were on it.

    Raises ``PermissionDenied`` without the shop's permission to delete.
    """
    _require(by, "delete")
    return _on_shelf(products).delete()[0]


def follow(*, products: StockQuerySet, **_: Any) -> None:
    """Bring new names and prices to the shelf; heard whenever the stock changes.

    An owner who may no longer change the shelf does not change it this way either.
    """
    behind = _differing(_on_shelf(products), "name", "price")
    owners = User.objects.filter(inventory_products__on_shelf__in=behind).distinct()
    trusted = [owner for owner in owners if owner.has_perm("shop.change_product")]
    if trusted:
        _copy(behind.filter(source__owner__in=trusted), "name", "price")


def _require(user: Visitor, verb: str) -> None:
    may = isinstance(user, PermissionsMixin | AnonymousUser) and user.has_perm(
        f"shop.{verb}_product"
    )
    if not may:
        raise PermissionDenied


def _on_shelf(products: StockQuerySet) -> ShelfQuerySet:
    return ShelfProduct.objects.filter(source__in=products.order_by().values("pk"))


def _differing(rows: ShelfQuerySet, *names: str) -> ShelfQuerySet:
    same = Q(*((name, F(f"source__{name}")) for name in names))
    return rows.filter(~same)


def _copy(rows: ShelfQuerySet, *names: str) -> None:
    """Set these fields to the source's, in one statement, where they differ."""
    differing = _differing(rows, *names)
    if differing.exists():  # otherwise nothing is announced to live pages either
        source = StockProduct.objects.filter(pk=OuterRef("source_id"))
        values = {name: Subquery(source.values(name)[:1]) for name in names}
        differing.update(version=F("version") + 1, **values)


def _new_row(product: StockProduct) -> ShelfProduct:
    names = ("sku", "name", "price", "is_active")
    return ShelfProduct(
        source=product, **{name: getattr(product, name) for name in names}
    )


def _refuse_clashes(products: StockQuerySet, chosen: list[StockProduct]) -> None:
    """Say which SKUs stand on the shelf for something else."""
    ids = {product.sku: product.pk for product in chosen}
    rows = ShelfProduct.objects.filter(sku__in=products.order_by().values("sku"))
    pairs = rows.values_list("sku", "source")
    taken = sorted(sku for sku, source in pairs if source != ids.get(sku))
    if taken:
        raise ValidationError(
            {"sku": f"The shelf has other products under: {named(taken)}."}
        )
