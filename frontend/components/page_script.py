"""A script that runs while its page is open, such as one that listens for keys."""

from pathlib import Path
from typing import ClassVar

import reflex as rx
from reflex_base.vars.base import Var


class PageScript(rx.Fragment):
    """Runs ``_function`` of the file ``_script`` with its page; shows what it holds.

    What the function gives back ends it.
    """

    _script: ClassVar[Path]
    _function: ClassVar[str]

    def add_imports(self) -> dict:
        """Name what the hook below needs."""
        return {"react": [rx.ImportVar(tag="useEffect")]}

    def add_custom_code(self) -> list[str]:
        """Put the script into the page's own bundle, where the policy allows it."""
        return [self._script.read_text(encoding="utf-8")]

    def add_hooks(self) -> list[str | Var]:
        """Begin with the page, and end with it."""
        return [f"useEffect({self._function}, []);"]
