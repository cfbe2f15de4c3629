"""The app's own queries in plain synchronous Django, for what it is compared with."""

from typing import Any

from inventory.listing import Listing
from inventory.models import Product
from inventory.serializers import ProductSerializer

FORM = ("name", "sku", "price", "category", "reorder_level")


def read_page(user: Any, search: str = "", page: int = 1) -> tuple[list[Product], int]:
    """Read one page of somebody's list, and how many there are."""
    listing = Listing(search_query=search, page=page)
    mine = Product.objects.for_owner(user)
    total = listing.matching(mine).count()
    return list(listing.rows(mine.with_shelf())), total


def as_rows(products: list[Product]) -> list[Any]:
    """Give what the page shows of them."""
    return [*ProductSerializer(products, many=True).data]


def read_product(user: Any, key: int) -> Product:
    """Read one of somebody's products, for the form."""
    return Product.objects.for_owner(user).get(pk=key)


def save_product(user: Any, key: int, form: Any) -> None:
    """Save what the form holds, unless somebody else did meanwhile."""
    product = read_product(user, key)
    for name in FORM:
        setattr(product, name, str(form.get(name, "")))
    product.is_active = bool(form.get("is_active"))
    product.version = int(form["version"])
    product.save()
