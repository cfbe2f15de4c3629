"""Runs a command on PostgreSQL: ``uv run python -m tests.postgresql pytest tests``.

``DATABASE_URL`` names a server of its own, which ends with the command.
"""

import os
import subprocess
import sys

from tests.services import postgresql


def main(command: list[str]) -> int:
    """Run the command and give its exit status."""
    if not command:
        raise SystemExit(f"{__doc__}")
    with postgresql() as service:
        env = os.environ | {"DATABASE_URL": service.url}
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
