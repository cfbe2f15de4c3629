"""``manage.py renew_bounds``: reads anew between which products searches walk."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from inventory.management.progress import progress_bar

bounds = import_module("inventory.migrations.0018_bounds_around_spaces")


class Command(BaseCommand):
    """Makes bounds as narrow as they can be, and sorted as the database sorts by now.

    Needed where a backup is restored by a database that sorts texts otherwise: there,
    searches would miss products. Else of use after very many changes.
    """

    help = "Read between which products searches walk; nobody can save meanwhile."

    def handle(self, **_: Any) -> None:
        """Write all bounds anew in one transaction."""
        with progress_bar("Reading") as progress, transaction.atomic():
            bounds.lock(connection)
            bounds.take_in(apps, connection, progress)
        self.stdout.write("All bounds are as the products are.")
