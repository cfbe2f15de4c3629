"""``manage.py import_products``: a CSV file into somebody's stock."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inventory.csv_file import CsvFileError
from inventory.csv_import import ImportOutdatedError, apply_import
from inventory.csv_plan import ImportPlan, LineReport, Outcome, plan_import
from inventory.management.owners import owner_named
from inventory.management.progress import progress_bar


class Command(BaseCommand):
    """Says what would happen; and unless a line is refused, does it."""

    help = "Create and change a user's products from a CSV file, all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whose products, for the file, and whether to write."""
        parser.add_argument("username")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Only say what would happen."
        )

    def handle(self, *, username: str, file: Path, dry_run: bool, **_: Any) -> None:
        """Check the whole file, report, then write it in one transaction."""
        owner = owner_named(username)
        try:
            with progress_bar("Checking") as progress:
                plan = plan_import(owner, file.read_bytes(), progress)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except CsvFileError as error:
            raise CommandError(str(error)) from error
        self._report(plan, plan.lines if dry_run else plan.refused)
        if plan.refused:
            raise CommandError("Correct the refused lines. Nothing was imported.")
        if dry_run:
            self.stdout.write("Nothing was imported: this was a dry run.")
            return
        try:
            with progress_bar("Importing") as progress:
                apply_import(plan, progress)
        except ImportOutdatedError as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        self.stdout.write("Imported.")

    def _report(self, plan: ImportPlan, lines: list[LineReport]) -> None:
        for note in plan.notes:
            self.stdout.write(note)
        for line, sku, outcome, details in lines:
            said = "; ".join(f"{name}: {text}" for name, text in details.items())
            self.stdout.write(
                f"Line {line}, {sku or 'no SKU'}: {outcome}. {said}".strip()
            )
        counts = [f"{plan.counts[outcome]} {outcome}" for outcome in Outcome]
        self.stdout.write(f"{', '.join(counts)}.")
