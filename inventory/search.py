"""What a search box means, said once for every model that has one."""

from typing import Any

from django.db import connection
from django.db.models import Q

from inventory.validation import UNSTORABLE

LONGEST_SEARCH = 200  # SQLite refuses very long patterns


def contains(text: str, *fields: str) -> Q:
    """Match rows where any of the fields contains the text, whatever its case.

    An empty text matches every row. SQLite ignores the case of unaccented letters
    only; PostgreSQL that of all.
    """
    text = text.strip()
    if not text:
        return Q()
    if not is_storable(text):
        return Q(pk__in=[])  # nothing can hold it, and some databases refuse it
    return holds(text, *fields)


def holds(text: Any, *fields: str) -> Q:
    """Match rows where any of the fields contains a text that stands for itself."""
    return Q(*((f"{field}__icontains", text) for field in fields), _connector=Q.OR)


def escaped(text: str) -> str:
    """Write a text so that it stands for itself where SQL writes the pattern."""
    return connection.ops.prep_for_like_query(text)


def is_storable(text: str) -> bool:
    """Tell whether any row could hold the text."""
    return len(text) <= LONGEST_SEARCH and not UNSTORABLE.search(text)
