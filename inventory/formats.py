"""How numbers and money are written, as Django's settings say.

In the active language, unless one is given: to ask for it takes longer than to write.
"""

from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language

REMEMBERED = 10_000  # numbers as they were written: a list has three in each row


def money(amount: Decimal | str, language: str | None = None) -> str:
    """Write an amount with its cents and ``settings.CURRENCY``: ``1,250.00 €``."""
    return f"{_written(amount, 2, language or get_language())} {settings.CURRENCY}"


def pieces(count: int | None, language: str | None = None) -> str:
    """Write a number of pieces; nothing where none is set."""
    return "" if count is None else _written(count, 0, language or get_language())


@lru_cache(REMEMBERED, typed=True)
def _written(number: Decimal | str | int, decimals: int, language: str | None) -> str:
    return number_format(number, decimals, use_l10n=True)


def in_words(value: object) -> str:
    """Write a value as a person does, and ``none`` where there is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "") else str(value)
