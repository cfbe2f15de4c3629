"""All that the dashboard shows of one owner's stock, in a fixed number of queries."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from inventory.dashboard_rows import (
    CategoryRow,
    Dashboard,
    DayRow,
    MovementRow,
    MoverRow,
    Totals,
)
from inventory.formats import money
from inventory.ledger import StockMovement, StockMovementQuerySet
from inventory.listing import Listing
from inventory.models import Product, ProductQuerySet
from inventory.orders import LOW_STOCK

DAYS = 30  # of movements, today being the last one
MOST_CATEGORIES = 8  # those of the least value are put together
MOST_MOVERS = 5
MOST_LATEST = 8
CENT = Decimal("0.01")

VALUE = Sum(
    F("price") * F("stock_on_hand"),
    output_field=models.DecimalField(max_digits=26, decimal_places=2),
    default=Decimal(0),
)
ISSUED = Coalesce(-Sum("quantity", filter=Q(quantity__lt=0)), 0)
RECEIVED = Coalesce(Sum("quantity", filter=Q(quantity__gt=0)), 0)


def read_dashboard(owner: AbstractBaseUser | AnonymousUser) -> Dashboard:
    """Read what there is to know about somebody's stock, in four queries."""
    mine = Product.objects.for_owner(owner).order_by()
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    recent = _recent(mine, _start_of(since))
    days, movements = _days(recent, since)
    by_category = _by_category(mine)
    return {
        "totals": _totals(by_category, movements),
        "days": days,
        "categories": _categories(by_category),
        "top_movers": _top_movers(recent),
        "latest": _latest(mine),
    }


def _recent(mine: ProductQuerySet, since: datetime) -> StockMovementQuerySet:
    """Look only among products that have moved since then: there may be very many."""
    moved = mine.filter(last_moved_at__gte=since).values("pk")
    recent = StockMovement.objects.filter(product__in=moved, created_at__gte=since)
    return recent.order_by()


def _by_category(mine: ProductQuerySet) -> list[dict[str, Any]]:
    low_stock = Count("pk", filter=LOW_STOCK)
    sums = {"value": VALUE, "products": Count("pk"), "low_stock": low_stock}
    found = mine.values("category").annotate(**sums)
    return list(found.order_by("-value", "category"))


def _totals(by_category: list[dict[str, Any]], movements: int) -> Totals:
    return {
        "value": money(sum((each["value"] for each in by_category), Decimal(0))),
        "products": sum(each["products"] for each in by_category),
        "low_stock": sum(each["low_stock"] for each in by_category),
        "movements": movements,
    }


def _days(recent: StockMovementQuerySet, since: date) -> tuple[list[DayRow], int]:
    """Give each day, those without a movement too, and the number of movements."""
    by_day = recent.annotate(day=TruncDate("created_at")).values("day")
    found = {
        each["day"]: each
        for each in by_day.annotate(
            received=RECEIVED, issued=ISSUED, movements=Count("pk")
        )
    }
    nothing = {"received": 0, "issued": 0}
    days: list[DayRow] = []
    for day in (since + timedelta(days=number) for number in range(DAYS)):
        moved = found.get(day, nothing)
        days.append(
            {
                "day": f"{day:%b} {day.day}",
                "received": moved["received"],
                "issued": moved["issued"],
            }
        )
    return days, sum(each["movements"] for each in found.values())


def _categories(found: list[dict[str, Any]]) -> list[CategoryRow]:
    rows = [_category_row(each["category"], each["value"]) for each in found]
    if len(rows) > MOST_CATEGORIES:
        rest = sum((each["value"] for each in found[MOST_CATEGORIES - 1 :]), Decimal(0))
        others = f"{len(rows) - MOST_CATEGORIES + 1} others"
        rows[MOST_CATEGORIES - 1 :] = [{**_category_row("", rest), "name": others}]
    return rows


def _category_row(name: str, value: Decimal) -> CategoryRow:
    return {
        "name": name or "No category",
        "value": money(value),
        "amount": float(value.quantize(CENT)),
        "link": _link(Listing(category=name)) if name else "",
    }


def _top_movers(recent: StockMovementQuerySet) -> list[MoverRow]:
    by_product = recent.filter(quantity__lt=0).values(
        "product", "product__name", "product__sku"
    )
    found = by_product.annotate(issued=ISSUED)
    return [
        {
            "name": each["product__name"],
            "sku": each["product__sku"],
            "issued": each["issued"],
            "link": _link(Listing(search_query=each["product__sku"])),
        }
        for each in found.order_by("-issued", "product__name")[:MOST_MOVERS]
    ]


def _latest(mine: ProductQuerySet) -> list[MovementRow]:
    """Look among as many products, those that moved last."""
    moved = mine.filter(last_moved_at__isnull=False).order_by("-last_moved_at", "-id")
    ledger = StockMovement.objects.filter(product__in=moved.values("pk")[:MOST_LATEST])
    found = ledger.select_related("product", "recorded_by")
    return [
        {
            "id": each.pk,
            "kind": str(StockMovement.Kind(each.kind).label),
            "quantity": f"{each.quantity:+,}",
            "name": each.product.name,
            "by": each.recorded_by.get_username() if each.recorded_by else "",
            "at": each.created_at.isoformat(timespec="seconds"),
            "link": _link(Listing(search_query=each.product.sku)),
        }
        for each in found[:MOST_LATEST]
    ]


def _link(listing: Listing) -> str:
    return f"?{listing.to_query()}"


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
