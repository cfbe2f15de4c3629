"""How numbers and money are written, as Django's settings say."""

from decimal import Decimal

from django.conf import settings
from django.utils.formats import number_format


def money(amount: Decimal | str) -> str:
    """Write an amount with its cents and ``settings.CURRENCY``: ``1,250.00 €``."""
    return f"{number_format(amount, 2, use_l10n=True)} {settings.CURRENCY}"


def pieces(count: int | None) -> str:
    """Write a number of pieces; nothing where none is set."""
    return "" if count is None else number_format(count, 0, use_l10n=True)
