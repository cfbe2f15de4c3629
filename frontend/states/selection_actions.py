"""What can be done to a selection: the words for it, the right, and the transaction."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from inventory.models import ProductQuerySet
from inventory.selections import activate, change_category, deactivate
from shop.publishing import publish, unpublish


class Action(NamedTuple):
    """One action: its question and its report have a place for "12 products"."""

    label: str
    question: str
    report: str
    # Changes the products in one transaction, and gives how many it changed;
    # its other arguments are the user and the category that was typed.
    run: Callable[[ProductQuerySet, Any, str], int] | None = None
    right: str = ""  # on the shelf


ACTIONS = {
    "activate": Action(
        "Activate",
        "Activate {}?",
        "Activated {}.",
        lambda products, _user, _category: activate(products),
    ),
    "deactivate": Action(
        "Deactivate",
        "Deactivate {}?",
        "Deactivated {}.",
        lambda products, _user, _category: deactivate(products),
    ),
    "category": Action(
        "Change category",
        "Change the category of {}?",
        "Changed the category of {}.",
        lambda products, _user, category: _categorize(products, category),
    ),
    "publish": Action(
        "Publish",
        "Publish {}?",
        "Published {}.",
        lambda products, user, _category: publish(products, by=user),
        right="add",
    ),
    "unpublish": Action(
        "Unpublish",
        "Unpublish {}?",
        "Unpublished {}.",
        lambda products, user, _category: unpublish(products, by=user),
        right="delete",
    ),
    # Run by the state, which keeps what undo needs.
    "delete": Action("Delete", "Delete {}?", "Deleted {}."),
}


def _categorize(products: ProductQuerySet, category: str) -> int:
    """Leave none of them without a category: nobody could undo that."""
    if not category.strip():
        raise ValidationError("Name the category that all of them shall have.")
    return change_category(products, category)


def pieces(count: int) -> str:
    """Say a number of products."""
    return f"{count:,} product{'' if count == 1 else 's'}"
