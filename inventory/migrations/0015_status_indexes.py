"""What filters fix is no key of an index on PostgreSQL (inventory/orders.py)."""

from django.db import migrations
from django.db.models import F, Q

from inventory.operations import OnPostgreSQL
from inventory.orders import Rank, StatusIndex

LISTED = Q(deleted_at=None)
LOW = Q(is_active=True, stock_on_hand__lte=F("reorder_level"))
TESTED = {"low": ("category", "stock_on_hand", "reorder_level")}
KEYS = {
    "name": ("name", "id"),
    "category": ("category", "name", "id"),
    "stock": ("stock_on_hand", "id"),
    "price": ("price", "id"),
    **{
        order: (
            Rank(
                *(F("reorder_level"), F("id")),
                arg_joiner=f", {no_level}) * 8589934592 + ",
                template="(COALESCE(%(expressions)s)",
            ),
        )
        for order, no_level in (("level", 10**9), ("level_down", -1))
    },
}
SCOPES = {"inactive": Q(is_active=False), "low": LOW}


def index(scope, order):
    """Serve an order of what a filter leaves."""
    keys = KEYS[order]
    seen = ("sku", "category") if order in ("name", "category") else ()
    more = dict.fromkeys((*seen, *TESTED.get(scope, ("category",))))
    return StatusIndex(
        *("owner", "is_active", *keys, "deleted_at"),
        *(each for each in more if each not in keys),
        condition=LISTED & SCOPES[scope],
        name=f"inventory_{scope}_{order}",
    )


class Migration(migrations.Migration):
    dependencies = [("inventory", "0014_filtered_orders")]
    operations = [
        OnPostgreSQL(
            [
                migrations.RemoveIndex("product", f"inventory_{scope}_{order}"),
                migrations.AddIndex("product", index(scope, order)),
            ]
        )
        for scope in SCOPES
        for order in KEYS
    ]
