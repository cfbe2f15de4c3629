"""The app's own queries in plain synchronous Django, for what it is compared with.

Where the app's way of reading a page changes, this module follows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from inventory import cursors, page_rows, pages, sessions
from inventory.listing import Listing
from inventory.models import Product
from inventory.serializers import ProductSerializer

FORM = ("name", "sku", "price", "category", "reorder_level")


class Shown(NamedTuple):
    """One page: its rows, what stands above them, and where the next one starts."""

    products: list[Product]
    range_text: str
    next: str


@contextmanager
def written_anew() -> Iterator[None]:
    """Have the ORM write each statement anew, as it does for any other view."""
    lists, session = page_rows._statement, sessions._valid_session
    with (
        patch.object(page_rows, "_statement", lists.__wrapped__),
        patch.object(sessions, "_valid_session", session.__wrapped__),
    ):
        yield


def read_page(user: Any, search: str = "", place: str = "") -> Shown:
    """Read one page of somebody's list; without a place, the first."""
    page = pages.read_page(Listing(search_query=search, after=place), user)
    after = place_after(page.products[-1]) if page.products else ""
    return Shown(page.products, page.range_text, after)


def place_after(product: Product) -> str:
    """Say where the page behind a product starts."""
    return cursors.write(Listing.sort, product)


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
