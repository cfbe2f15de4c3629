"""Stock on hand: the one place where a balance and its ledger are written."""

import re

from asgiref.sync import sync_to_async
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from inventory.fields import MOST_PIECES
from inventory.ledger import StockMovement
from inventory.models import Product, ProductQuerySet

Kind = StockMovement.Kind
WHOLE_NUMBER = re.compile(r"\s*[+-]?\d{1,9}\s*")


@transaction.atomic
def record_movement(
    product: Product,
    kind: str,
    amount: int | str,
    *,
    by: AbstractBaseUser,
    reason: str = "",
) -> StockMovement:
    """Write one movement and the new balance: both or neither.

    ``amount`` is what a person types: the pieces received or issued (above zero),
    the signed correction (``adjust``, which needs a reason), or all the pieces
    that were counted (``count``). The product's row is locked until the end, so
    that two movements at a time add up; ``product.stock_on_hand`` is set to the
    new balance. The caller has looked the product up among those ``by`` may touch.

    Raises ``ValidationError`` with messages for ``kind``, ``quantity`` or
    ``reason``, and ``Product.DoesNotExist`` when the product was deleted meanwhile.
    """
    locked = Product.objects.select_for_update().filter(pk=product.pk, deleted_at=None)
    balance, before = locked.values_list("stock_on_hand", "last_moved_at").get()
    quantity = _signed_quantity(kind, _whole_number(amount), balance)
    _require_possible(balance, quantity)
    if kind == Kind.ADJUST and not reason.strip():
        raise ValidationError({"reason": "Say why the stock is adjusted."})
    movement = StockMovement(
        product=product, kind=kind, quantity=quantity, reason=reason, recorded_by=by
    )
    moved_at = max(movement.created_at, before or movement.created_at)
    Product.objects.filter(pk=product.pk).update(
        stock_on_hand=balance + quantity,
        last_moved_at=moved_at,  # at once: the trigger finds it done
    )
    movement.save()
    product.stock_on_hand = balance + quantity
    return movement


# A transaction is synchronous: an event handler awaits the whole of it at once.
arecord_movement = sync_to_async(record_movement)


def out_of_balance() -> ProductQuerySet:
    """Give the products whose ledger does not add up to their stock on hand.

    Each has the ledger's sum in ``in_ledger``. One query for any number of rows.
    """
    in_ledger = Coalesce(Sum("movements__quantity"), 0)
    products = Product.objects.annotate(in_ledger=in_ledger).order_by("pk")
    return products.filter(~Q(stock_on_hand=F("in_ledger")))


def _whole_number(amount: int | str) -> int:
    if not WHOLE_NUMBER.fullmatch(str(amount)):
        raise _refusal("Enter a whole number, such as 12.")
    return int(amount)


def _signed_quantity(kind: str, amount: int, balance: int) -> int:
    """Turn what was typed into the difference that it makes."""
    if kind not in Kind.values:
        raise ValidationError({"kind": "Choose receive, issue, adjust or count."})
    if kind in (Kind.RECEIVE, Kind.ISSUE) and amount <= 0:
        raise _refusal("Enter a number above zero.")
    if kind == Kind.ADJUST and amount == 0:
        raise _refusal("Enter the difference, such as -2.")
    if kind == Kind.COUNT and amount < 0:
        raise _refusal("Nobody can count fewer than none.")
    if kind == Kind.COUNT:
        return amount - balance
    return -amount if kind == Kind.ISSUE else amount


def _require_possible(balance: int, quantity: int) -> None:
    if balance + quantity < 0:
        raise _refusal(f"Only {balance} in stock.")
    if balance + quantity > MOST_PIECES:
        raise _refusal(f"No more than {MOST_PIECES} can be in stock.")


def _refusal(message: str) -> ValidationError:
    return ValidationError({"quantity": message})
