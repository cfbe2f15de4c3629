"""``manage.py renew_bounds``: writes anew what searches rely on."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.models import F, Q

from inventory.management.progress import progress_bar
from inventory.models import SEARCHED_TEXT, Product

bounds = import_module("inventory.migrations.0018_bounds_around_spaces")


class Command(BaseCommand):
    """Makes bounds as narrow as they can be, and sorted as the database sorts by now.

    Capitals, too, are written as it writes them by now. Needed where a backup is
    restored by a database that does either otherwise, or the system beneath it was
    updated: there, searches would miss products. Else of use after very many changes.
    """

    help = "Write anew what searches rely on; nobody can save meanwhile."

    def handle(self, **_: Any) -> None:
        """Write all bounds anew in one transaction."""
        with progress_bar("Reading") as progress, transaction.atomic():
            bounds.lock(connection)
            _write_capitals()
            bounds.take_in(apps, connection, progress)
        self.stdout.write("All bounds are as the products are.")


def _write_capitals() -> None:
    """Have what is searched computed again, which nothing but a write does."""
    stale = ~Q(searched=SEARCHED_TEXT)
    Product.objects.filter(stale).update(name=F("name"))
