"""A pytest plugin (``-p``) that takes one guard out before its module is imported."""

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType

from tests.security.guard import Guard
from tests.security.guards import GUARDS


class Loader(SourceFileLoader):
    """Reads a module's source without the guard."""

    guard: Guard

    def get_code(self, fullname: str) -> CodeType:
        """Compile it anew each time: nothing of it may be kept."""
        source = self.get_data(self.path).decode()
        found = source.count(self.guard.code)
        if found != 1:
            raise SystemExit(f"{fullname} holds {self.guard.code!r} {found} times.")
        source = source.replace(self.guard.code, self.guard.instead)
        return compile(source, self.path, "exec")


class Finder(MetaPathFinder):
    """Finds the one module that has lost its guard."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: object = None
    ) -> ModuleSpec | None:
        """Leave every other module to Python."""
        if fullname != self.guard.module:
            return None
        spec = PathFinder.find_spec(fullname, path)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = Loader(fullname, spec.origin)
        spec.loader.guard = self.guard
        return spec


(without,) = [guard for guard in GUARDS if guard.name == os.environ["GUARD"]]
assert without.module not in sys.modules
sys.meta_path.insert(0, Finder(without))
