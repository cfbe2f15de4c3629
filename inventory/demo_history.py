"""Ninety days of deliveries, sales and counts for the demo's stock.

Made up, but the same at every seeding: the SKU decides, and only the dates move on.
"""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from inventory import demo_data as data
from inventory.ledger import StockMovement
from inventory.models import Product

DAYS = 90
Kind = StockMovement.Kind


def reorder_level(product: Product) -> int | None:
    """Give the stock at which the demo's owner orders again, if ever."""
    if product.sku in data.NO_LONGER_STOCKED:
        return None
    return _delivery(product) // 4


def movements(product: Product) -> list[StockMovement]:
    """Invent a product's ledger, oldest first, and set the balance it adds up to."""
    chance = random.Random(product.sku)
    delivery, level = _delivery(product), reorder_level(product) or 0
    runs_low = product.sku in data.RUNNING_LOW
    ledger = [_movement(product, DAYS, Kind.RECEIVE, delivery, "Opening stock")]
    balance = delivery
    for day in range(DAYS - chance.randint(2, 6), 0, -chance.randint(5, 8)):
        sold = min(balance, chance.randint(1, max(1, delivery // 6)))
        if sold:
            ledger.append(_movement(product, day, Kind.ISSUE, -sold, "Sold"))
            balance -= sold
        if balance <= level + delivery // 8:
            ledger.append(_movement(product, day, Kind.RECEIVE, delivery, "Delivery"))
            balance += delivery
    if chance.random() < 0.3 and balance > level + 1:
        ledger.append(_movement(product, 1, Kind.COUNT, -1, "Monthly count"))
        balance -= 1
    if runs_low and balance > level:
        sold = balance - level // 2
        ledger.append(_movement(product, 0, Kind.ISSUE, -sold, "One large order"))
        balance -= sold
    product.stock_on_hand = balance
    return ledger


def _delivery(product: Product) -> int:
    """Order few of what is dear, and many of what is cheap."""
    limits = [("1000", 2), ("100", 6), ("20", 24), ("2", 60)]
    price = Decimal(product.price)
    return next((pieces for limit, pieces in limits if price >= Decimal(limit)), 400)


def _movement(
    product: Product, days_ago: int, kind: str, quantity: int, reason: str
) -> StockMovement:
    return StockMovement(
        product=product,
        kind=kind,
        quantity=quantity,
        reason=reason,
        recorded_by=product.owner,
        created_at=_moment(days_ago, kind),
    )


def _moment(days_ago: int, kind: str) -> datetime:
    """Sell, then receive, then count on any one day; never later than now."""
    hours_ago = [Kind.COUNT, Kind.RECEIVE, Kind.ISSUE].index(Kind(kind)) + 1
    return timezone.now() - timedelta(days=days_ago, hours=hours_ago)
