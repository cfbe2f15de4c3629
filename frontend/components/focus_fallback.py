"""Where the focus goes when what has it goes away: a row, a button, a notice."""

from pathlib import Path

from frontend.components.page_script import PageScript


class FocusFallback(PageScript):
    """Has the element ``content`` take the focus that nothing has any more."""

    _script = Path(__file__).with_suffix(".js")
    _function = "keepFocus"
