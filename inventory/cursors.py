"""Where a page starts or ends, as a text for an address: the keys of one product.

What an address says may be old or forged. ``read`` gives values that every database
can compare, or none; that a product is gone meanwhile does not matter.
"""

import json
import re
from decimal import Decimal
from typing import Any

from inventory.models import Product
from inventory.orders import COLUMNS, rank
from inventory.validation import UNSTORABLE

END = "end"  # instead of a product: the last page
LONGEST = 1000
PRICE = re.compile(r"\d{1,8}\.\d{2}", re.ASCII)

type Values = list[Any]


def write(sort: str, product: Product) -> str:
    """Write where a product stands in an order."""
    down = sort.startswith("-")
    level = rank(product.reorder_level, product.pk, down=down)
    values = [
        level if name == "level" else getattr(product, name)
        for name in COLUMNS[sort.removeprefix("-")]
    ]
    texts = [str(each) if isinstance(each, Decimal) else each for each in values]
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def read(sort: str, text: str) -> Values | None:
    """Read what ``write`` has written for the same order; of anything else, nothing."""
    names = COLUMNS[sort.removeprefix("-")]
    try:
        values = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, list) or len(values) != len(names):
        return None
    if not all(_fits(*pair) for pair in zip(names, values, strict=True)):
        return None
    return [
        Decimal(v) if n == "price" else v for n, v in zip(names, values, strict=True)
    ]


def _fits(name: str, value: Any) -> bool:
    if name == "id":
        return type(value) is int and 0 <= value < 2**63
    if name == "is_active":
        return type(value) is bool
    if name == "price":
        return type(value) is str and bool(PRICE.fullmatch(value))
    if name == "level":
        return type(value) is int and -(2**63) <= value < 2**63
    if name == "stock_on_hand":
        return type(value) is int and 0 <= value < 2**31
    return type(value) is str and not UNSTORABLE.search(value)
