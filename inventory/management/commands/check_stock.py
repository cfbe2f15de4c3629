"""``manage.py check_stock``: does every ledger add up to its balance?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inventory.stock import out_of_balance


class Command(BaseCommand):
    """Names every product whose balance and ledger disagree."""

    help = "Check that every product's movements add up to its stock on hand."

    def handle(self, **_: Any) -> None:
        """Print a line for each, and fail if there is one."""
        found = 0
        for product in out_of_balance().select_related("owner").iterator():
            found += 1
            self.stdout.write(
                f"{product.sku} of {product.owner} (id {product.pk}): "
                f"{product.stock_on_hand} on hand, {product.in_ledger} in the ledger"  # pyright: ignore[reportAttributeAccessIssue]
            )
        if found:
            raise CommandError(f"{found} products disagree with their ledger.")
        self.stdout.write("Every ledger adds up to its balance.")
