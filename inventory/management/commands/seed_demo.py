"""``manage.py seed_demo``: the demo data, by hand."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inventory import demo

QUESTION = """\
This deletes the demo's users with all their products and tasks, and everything on
the shop's shelf, whoever put it there. Type "yes" to go on: """


class Command(BaseCommand):
    """Adds what is missing of the demo data; asks before it deletes anything."""

    help = "Add the demo's users, products and tasks, leaving alone what exists."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to start over, and to do so without a question."""
        parser.add_argument(
            "--reset", action="store_true", help="Delete the demo's data first."
        )
        parser.add_argument(
            "--no-input",
            action="store_false",
            dest="interactive",
            help="Do not ask before deleting.",
        )

    def handle(self, *, reset: bool, interactive: bool, **_: Any) -> None:
        """Seed, then say what was added and who can sign in."""
        if reset and interactive and not self._confirmed():
            raise CommandError("Nothing was deleted.")
        self._report(demo.reset() if reset else demo.seed())

    def _confirmed(self) -> bool:
        try:
            return input(QUESTION).strip().lower() == "yes"
        except EOFError:  # nobody is there to ask
            return False

    def _report(self, added: Counter[str]) -> None:
        counts = [f"{count} {kind}" for kind, count in added.items() if count]
        self.stdout.write(f"Added {', '.join(counts) or 'nothing: all is there'}.")
        self.stdout.write("Demo logins, unless changed since:")
        for username, password, role in demo.DEMO_LOGINS:
            self.stdout.write(f"  {username:8}{password}  {role}")
        if not settings.DEBUG:
            self.stdout.write("Everyone can read these passwords: change them now.")
