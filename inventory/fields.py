"""Fields that tidy what was typed before anything is compared or stored."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.lookups import Contains

from inventory.validation import refuse_line_breaks, refuse_unstorable

MOST_PIECES = 999_999_999  # fits into every database's integer


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


class CountField(models.PositiveIntegerField):
    """A number of pieces; where it may be empty, an empty text means none is set."""

    default_validators = [MaxValueValidator(MOST_PIECES)]
    default_error_messages = {"invalid": "Enter a whole number, such as 12."}

    def get_prep_value(self, value: Any) -> Any:
        """Store what a form sends for an empty field as no number."""
        return super().get_prep_value(None if value == "" else value)


class FoldedField(models.TextField):
    """Text in capitals, for searching: ``icontains`` compares it as it stands."""


class FoldedContains(Contains):
    """Turn only what is searched for into capitals, once; SQLite's LIKE needs none.

    An expression gives a text as ``prep_for_like_query`` writes it.
    """

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """Compare with the text, whatever is before and behind it.

        SQLite would plan a statement anew for each pattern that is a parameter.
        """
        is_expression = hasattr(self.rhs, "as_sql")
        if is_expression:
            rhs = f"'%%' || {rhs} || '%%'"
        if connection.vendor != "sqlite":
            # A plan for any value would have it written anew for each row.
            rhs = f"(SELECT UPPER({rhs}))" if is_expression else f"UPPER({rhs})"
        return connection.operators["contains"] % rhs


FoldedField.register_lookup(FoldedContains, "icontains")
