"""Rows that two people may edit at a time: neither overwrites the other unasked."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models

from inventory.formats import in_words
from inventory.validation import ValidatedModel

CONFLICT = (
    "Somebody saved this product while you were editing it. Their values stand below "
    "yours; save again to keep yours."
)


class EditConflictError(Exception):
    """Somebody else saved the row since it was read.

    ``mine`` is what could not be saved, ``theirs`` what the database holds.
    """

    def __init__(self, mine: "VersionedModel", theirs: "VersionedModel") -> None:
        super().__init__("The row has a newer version.")
        self.mine = mine
        self.theirs = theirs

    def messages_by_field(self) -> dict[str, str]:
        """Show the other's value beside each field in which the two differ."""
        messages = {"form": CONFLICT}
        fields = self.mine._meta.concrete_fields
        for field in (each for each in fields if each.editable):
            # The attribute, not the name: of an owner that is the id, without a query.
            mine, theirs = (
                "" if (value := getattr(each, field.attname)) is None else value
                for each in (self.mine, self.theirs)
            )
            if mine != theirs:
                messages[field.name] = f"Theirs: {in_words(theirs)}"
        return messages


class VersionedModel(ValidatedModel):
    """A model whose every save must know the version that it changes.

    A form keeps ``version`` from when it opened and sets it before saving.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Validate, then write, unless somebody else did meanwhile.

        Raises ``EditConflictError``, or ``DoesNotExist`` when the row is gone:
        a plain save would bring it back.
        """
        version = self.version
        try:
            super().save(**kwargs)
        except type(self).NotUpdated:
            self.version = version
            self.full_clean()
            theirs = self.rows().get(pk=self.pk)
            raise EditConflictError(self, theirs) from None
        except (ValidationError, DatabaseError):
            self.version = version
            raise

    def write(self, **kwargs: Any) -> None:
        """Write the row if it still has the version that was read."""
        if self._state.adding:
            super().write(**kwargs)
            return
        names = {field.name for field in self._meta.concrete_fields if field.editable}
        wanted = set(kwargs.pop("update_fields", None) or names)
        self.version += 1
        super().write(**kwargs, update_fields=(names & wanted) - {"id"} | {"version"})
        self.written_over()

    def rows(self) -> models.QuerySet[Any]:
        """Give the rows among which this one may be written over."""
        return type(self)._base_manager.all()

    def written_over(self) -> None:
        """Hear that a row was changed; still inside the transaction."""

    def _do_update(self, base_qs: Any, using: Any, *args: Any) -> Any:
        """Have Django's one statement look at the version, too."""
        same = self.rows().using(using).filter(version=self.version - 1)
        return super()._do_update(same, using, *args)  # pyright: ignore[reportAttributeAccessIssue]
