"""What is done to a whole selection of products at once."""

from collections.abc import Sequence

MOST_NAMED = 10


def named(skus: Sequence[str]) -> str:
    """List SKUs for a message; of very many, only the first."""
    more = len(skus) - MOST_NAMED
    shown = ", ".join(skus[:MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown
