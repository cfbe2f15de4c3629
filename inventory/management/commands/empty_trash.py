"""``manage.py empty_trash``: deletes for good what was deleted long ago."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from inventory.models import Product


class Command(BaseCommand):
    """Empties every user's trash; for a job that runs once a day."""

    help = "Delete for good, with their ledgers, products that are long in the trash."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the caller say how long ago is long."""
        parser.add_argument(
            "--days", type=int, default=30, help="Keep what is newer (default: 30)."
        )

    def handle(self, *, days: int, **_: Any) -> None:
        """Delete and say how many products there were."""
        before = timezone.now() - timedelta(days=days)
        counts = Product.objects.filter(deleted_at__lt=before).delete()[1]
        count = counts.get(Product._meta.label, 0)
        self.stdout.write(f"Deleted {count} products for good.")
