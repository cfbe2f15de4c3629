"""The repository's files, as git lists them, for tests of the repository's rules."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
FILES = sorted(ROOT / name for name in LISTED if (ROOT / name).is_file())
MODULES = [path for path in FILES if path.suffix == ".py"]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
NODES = {path: list(ast.walk(tree)) for path, tree in TREES.items()}


def relative(path: Path) -> str:
    """Name a file as it is named in the repository."""
    return path.relative_to(ROOT).as_posix()
