"""Text fields that tidy what was typed before anything is compared or stored."""

from typing import Any

from django.db import models

from inventory.validation import refuse_line_breaks, refuse_unstorable


class LineField(models.CharField):
    """One line of text, without blanks at its ends."""

    default_validators = [refuse_unstorable, refuse_line_breaks]

    def to_python(self, value: Any) -> Any:
        """Strip what was typed, so that a blank name counts as none."""
        text = super().to_python(value)
        return text.strip() if isinstance(text, str) else text


class SkuField(LineField):
    """A stock keeping unit: ``ab-1`` and ``AB-1`` are the same one."""

    def to_python(self, value: Any) -> Any:
        """Turn to upper case, for storing as well as for looking up."""
        text = super().to_python(value)
        return text.upper() if isinstance(text, str) else text


class ParagraphField(models.TextField):
    """Longer text; tabs and line breaks may stay."""

    default_validators = [refuse_unstorable]

    def to_python(self, value: Any) -> Any:
        """Strip what was typed, and count each line break once."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").strip() if isinstance(text, str) else text
