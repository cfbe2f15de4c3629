"""A product's past: its movements, a page at a time, and its balance day by day."""

from datetime import timedelta
from typing import TypedDict

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from inventory.ledger import StockMovement
from inventory.models import Product

DAYS = 90
PAGE_SIZE = 10


class MovementRow(TypedDict):
    """One line of the history; the moment is ISO 8601, for the viewer's own clock."""

    id: int
    kind: str
    quantity: str
    reason: str
    who: str
    moment: str


class BalancePoint(TypedDict):
    """What was in stock at the end of a day."""

    day: str
    balance: int


class History(TypedDict):
    """What the panel shows of a product's past."""

    movements: list[MovementRow]
    total: int
    page: int
    balances: list[BalancePoint]


def read_history(product: Product, page: int) -> History:
    """Read one page of the movements, newest first, and the latest balances.

    A page that is not there becomes the nearest one. Three queries, whatever the
    number of movements.
    """
    movements = StockMovement.objects.filter(product=product)
    total = movements.count()
    page = max(1, min(page, page_count(total)))
    start = (page - 1) * PAGE_SIZE
    shown = movements.select_related("recorded_by")[start : start + PAGE_SIZE]
    return {
        "movements": [_row(movement) for movement in shown],
        "total": total,
        "page": page,
        "balances": balance_over_time(product),
    }


def page_count(total: int) -> int:
    """Count the pages; an empty history has one."""
    return max(1, -(-total // PAGE_SIZE))


def balance_over_time(product: Product) -> list[BalancePoint]:
    """Give the balance at the end of each of the last ``DAYS`` days, and of today.

    Reckoned back from what is in stock now: one query adds up each day's movements.
    """
    today = timezone.localdate()
    since = today - timedelta(days=DAYS)
    by_day = (
        StockMovement.objects.filter(product=product)
        .annotate(day=TruncDate("created_at"))
        .filter(day__gt=since)
        .order_by()
        .values_list("day")
        .annotate(moved=Sum("quantity"))
    )
    moved = dict(by_day)
    points: list[BalancePoint] = []
    balance = product.stock_on_hand
    for ago in range(DAYS + 1):
        day = today - timedelta(days=ago)
        points.append({"day": day.isoformat(), "balance": balance})
        balance -= moved.get(day, 0)
    return points[::-1]


def _row(movement: StockMovement) -> MovementRow:
    by = movement.recorded_by
    return {
        "id": movement.pk,
        "kind": str(StockMovement.Kind(movement.kind).label),
        "quantity": f"{movement.quantity:+}",
        "reason": movement.reason,
        "who": by.get_username() if by else "",
        "moment": movement.created_at.isoformat(),
    }
