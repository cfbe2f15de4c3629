"""Where the focus goes when what has it goes away: a row, a button, a notice."""

from pathlib import Path

import reflex as rx
from reflex_base.vars.base import Var

KEEP_FOCUS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


class FocusFallback(rx.Fragment):
    """Has the element ``content`` take the focus that nothing has any more."""

    def add_imports(self) -> dict:
        """Name what the hook below needs."""
        return {"react": [rx.ImportVar(tag="useEffect")]}

    def add_custom_code(self) -> list[str]:
        """Put the script into the page's own bundle, where the policy allows it."""
        return [KEEP_FOCUS]

    def add_hooks(self) -> list[str | Var]:
        """Begin with the page, and end with it."""
        return ["useEffect(keepFocus, []);"]
