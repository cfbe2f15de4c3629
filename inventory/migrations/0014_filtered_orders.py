"""Each order of what a filter leaves has its index, too (inventory/orders.py)."""

from django.db import migrations
from django.db.models import F, Index, Q

from inventory.orders import Rank

LISTED = Q(deleted_at=None)
KEYS = {
    "name": ("name", "id"),
    "category": ("category", "name", "id"),
    "stock": ("stock_on_hand", "id"),
    "price": ("price", "id"),
    "status": ("is_active", "name", "id"),
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
SCOPES = (  # with what each index begins, which rows it has, what else stands in it
    ("by", (), LISTED, (), "stock price status level level_down"),
    ("category", ("category",), LISTED, ("is_active",), "name category"),
    ("inactive", ("is_active",), LISTED & Q(is_active=False), ("category",), "status"),
    (
        *("low", ("is_active",)),
        LISTED & Q(is_active=True, stock_on_hand__lte=F("reorder_level")),
        ("category", "stock_on_hand", "reorder_level"),
        "status",
    ),
)


def add(scope, first, where, tested, but):
    """Serve each order of what a filter leaves."""
    for order, keys in KEYS.items():
        if order in but.split():
            continue
        seen = ("sku", "category", "is_active") if order in ("name", "category") else ()
        more = dict.fromkeys((*seen, *tested))
        index = Index(
            *("owner", *first, *keys, "deleted_at"),
            *(each for each in more if each not in (*first, *keys)),
            condition=where,
            name=f"inventory_{scope}_{order}",
        )
        yield migrations.AddIndex("product", index)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0013_announce_truncate")]
    operations = [
        *(
            migrations.RemoveIndex("product", f"inventory_by_{name}")
            for name in ("name", "category", "low")
        ),
        *(each for scope in SCOPES for each in add(*scope)),
    ]
