"""What is done to a whole selection of products: all of it, or nothing.

Each function takes a query set that the caller has narrowed down to the user's own
(``Product.objects.for_owner(user).filter(pk__in=...)``), not sliced, and takes the
same few queries whatever its size. ``version`` rises with every change, so that a
form that is open meanwhile notices. From async code: ``await
sync_to_async(activate)(products)``. To publish a selection, see
``shop/publishing.py``.

Deleting moves products into the trash: a mark on the row, which ``for_owner`` then
leaves out. So undo is one statement that brings back the same rows, with their
ids, ledgers and tasks, however many they are; nothing has to be kept elsewhere
meanwhile. A SKU in the trash is free for another product. ``manage.py empty_trash``
deletes for good.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from inventory.models import Product, ProductQuerySet

MOST_NAMED = 10


class Deletion(NamedTuple):
    """What ``undo`` needs, and how many products it would bring back."""

    moment: datetime
    count: int


def activate(products: ProductQuerySet) -> int:
    """Mark products as stocked; gives how many were not."""
    return _change(products.filter(is_active=False), is_active=True)


def deactivate(products: ProductQuerySet) -> int:
    """Mark products as no longer stocked; gives how many were."""
    return _change(products.filter(is_active=True), is_active=False)


def change_category(products: ProductQuerySet, category: str) -> int:
    """Give products a category, or none (``""``); gives how many had another.

    Raises ``ValidationError`` with a message for ``category``.
    """
    typed = Product(category=category)
    others = {field.name for field in Product._meta.fields} - {"category"}
    typed.clean_fields(exclude=others)
    category = typed.category
    return _change(products.exclude(category=category), category=category)


@transaction.atomic
def move_to_trash(products: ProductQuerySet) -> Deletion:
    """Delete products so that ``restore`` can bring them back.

    Raises ``ValidationError`` with a message for ``sku`` while some of them are on
    the shop's shelf: nobody may sell what is gone, and to take it off the shelf
    needs a right of its own (``shop.publishing.unpublish``).
    """
    # Change before looking, which locks: nobody publishes one of them in between.
    moment = timezone.now()
    deletion = Deletion(moment, _change(products, deleted_at=moment))
    deleted = Product.objects.filter(deleted_at=moment)
    if deletion.count and (published := _skus(deleted.filter(on_shelf__isnull=False))):
        message = f"Take off the shelf first: {named(published)}."
        raise ValidationError({"sku": message})
    return deletion


@transaction.atomic
def restore(products: ProductQuerySet) -> int:
    """Bring products back from the trash; gives their number.

    To undo: ``restore(Product.objects.in_trash_of(user).filter(deleted_at=moment))``.
    Raises ``ValidationError`` with a message for ``sku`` when another product has
    taken one of the SKUs since; then all stay in the trash.
    """
    same_sku = Product.objects.filter(
        owner=OuterRef("owner"), sku=OuterRef("sku"), deleted_at=None
    )
    if taken := _skus(products.filter(Exists(same_sku))):
        message = f"Other products have these SKUs by now: {named(taken)}."
        raise ValidationError({"sku": message})
    try:
        with transaction.atomic():
            return _change(products, deleted_at=None)
    except IntegrityError as error:  # taken a moment ago, or twice in the trash
        message = "Another product has one of these SKUs by now."
        raise ValidationError({"sku": message}) from error


def named(skus: Sequence[str]) -> str:
    """List SKUs for a message; of very many, only the first."""
    more = len(skus) - MOST_NAMED
    shown = ", ".join(skus[:MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


def _skus(products: ProductQuerySet) -> list[str]:
    return list(products.order_by("sku").values_list("sku", flat=True))


def _change(products: ProductQuerySet, **values: object) -> int:
    return products.order_by().update(version=F("version") + 1, **values)
