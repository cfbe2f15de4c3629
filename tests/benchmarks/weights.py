"""What a built page weighs: the JavaScript and CSS that it loads without a click."""

import gzip
import re
from pathlib import Path

NAMED = re.compile(r'(?:href|src)="(/assets/[^"]+\.(?:js|css))"')
INLINE = re.compile(r'import(?: \*? ?[\w ]+ from)? ?"(/assets/[^"]+\.js)"')
IMPORTED = re.compile(r'(?:import|from)\s*"(\./[^"]+\.js)"')


def weights(build: Path) -> dict[str, float]:
    """Give the gzipped kilobytes of each page: what it names, and what that imports.

    What a page imports later, by a call, is left out: it is usable before.
    """
    return {
        page.relative_to(build).as_posix(): _weight(build, page.read_text())
        for page in sorted(build.glob("**/*.html"))
    }


def _weight(build: Path, page: str) -> float:
    found = {build / name.lstrip("/") for name in NAMED.findall(page)}
    found |= {build / name.lstrip("/") for name in INLINE.findall(page)}
    todo, total = list(found), 0
    while todo:
        file = todo.pop()
        total += len(gzip.compress(file.read_bytes(), 9))
        if file.suffix == ".js":
            imports = IMPORTED.findall(file.read_text())
            new = {file.parent / name.removeprefix("./") for name in imports} - found
            found |= new
            todo += new
    return total / 1024
