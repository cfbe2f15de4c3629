"""``manage.py export_products``: somebody's stock as CSV."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inventory.csv_export import export_lines
from inventory.management.owners import owner_named
from inventory.management.progress import progress_bar
from inventory.models import Product


class Command(BaseCommand):
    """Writes all of a user's products to a file, or to the output."""

    help = "Write a user's products as CSV; without a file, to the output."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whose products, and for a file."""
        parser.add_argument("username")
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *, username: str, file: Path | None, **_: Any) -> None:
        """Write line by line."""
        products = Product.objects.for_owner(owner_named(username))
        if file is None:
            for line in export_lines(products):
                self.stdout.write(line, ending="")
            return
        total = products.count()
        try:
            with (
                file.open("w", encoding="utf-8", newline="") as target,
                progress_bar("Exporting") as progress,
            ):
                for number, line in enumerate(export_lines(products)):
                    target.write(line)
                    progress(number, total)
        except OSError as error:
            raise CommandError(
                f"{file} cannot be written: {error.strerror}."
            ) from error
        self.stdout.write(f"Wrote {total} products to {file}.")
