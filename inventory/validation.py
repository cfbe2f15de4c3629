"""The gate before the database: every save validates first, whoever saves."""

import re
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

# NUL and its kin cannot be shown, and neither a lone surrogate nor NUL can be
# stored in every database. \t and \n are the two that a longer text may hold.
UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LINE_BREAKS = re.compile(r"[\t\n\u2028\u2029]")


class ValidatedModel(models.Model):
    """A model whose rules hold on every way of writing it.

    The page, the admin, seeding and a script all meet the same ``ValidationError``,
    with its messages by field (``error.message_dict``). ``bulk_create`` and
    ``QuerySet.update`` pass the rules by: do not use them on these models.
    """

    # Foreign keys to rows that whoever saves has read: the database checks them.
    TRUSTED_LINKS: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Validate, then write.

        What only the database knows, such as whether a value is taken, it checks
        itself while it writes: that asks nothing before, and no other writer slips
        in between. When something is wrong, all messages are put together.
        """
        self.check_fields()
        try:
            with transaction.atomic(using=kwargs.get("using")):
                self.write(**kwargs)
        except IntegrityError:
            self.full_clean()
            raise

    def check_fields(self) -> None:
        """Check what needs no query; of what is wrong, tell all there is to tell."""
        try:
            self.clean_fields(exclude=self.TRUSTED_LINKS)
            self.clean()
        except ValidationError:
            self.full_clean()
            raise

    def write(self, **kwargs: Any) -> None:
        """Write a row that is valid, inside the transaction that ``save`` opened."""
        super().save(**kwargs)


def refuse_unstorable(text: str) -> None:
    """Keep out characters that a database or a screen cannot take."""
    _refuse(UNSTORABLE, text)


def refuse_line_breaks(text: str) -> None:
    """Keep a text on one line: tabs and line breaks are refused."""
    _refuse(LINE_BREAKS, text)


def _refuse(pattern: re.Pattern[str], text: str) -> None:
    if found := pattern.search(text):
        raise ValidationError(
            "Remove the character U+%(code)s: it cannot be stored here.",
            code="unstorable",
            params={"code": f"{ord(found[0]):04X}"},
        )


def messages_by_field(error: ValidationError) -> dict[str, str]:
    """Join an error's messages by field, for a page to show beside each.

    What concerns no single field stands under ``form``: Django's own name for it,
    ``__all__``, cannot be looked up in a variable of a Reflex page.
    """
    return {
        "form" if field == NON_FIELD_ERRORS else field: " ".join(messages)
        for field, messages in error.message_dict.items()
    }
