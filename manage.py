"""Django's command line: migrations, seeding, users, checks."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line with this project's settings."""
    # reflex-django reads this line without running it: keep both strings literal.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
