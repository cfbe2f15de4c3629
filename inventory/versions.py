"""Rows that two people may edit at a time: neither overwrites the other unasked."""

from typing import Any

from django.db import models

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
        for field in self.mine._meta.concrete_fields:
            # The attribute, not the name: of an owner that is the id, without a query.
            theirs = getattr(self.theirs, field.attname)
            if field.editable and getattr(self.mine, field.attname) != theirs:
                messages[field.name] = f"Theirs: {theirs}"
        return messages


class VersionedModel(ValidatedModel):
    """A model whose every save must know the version that it changes.

    A form keeps ``version`` from when it opened and sets it before saving.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def write(self, **kwargs: Any) -> None:
        """Write with the row locked, unless somebody else did meanwhile.

        Raises ``EditConflictError``, or ``DoesNotExist`` when the row is gone:
        a plain save would bring it back.
        """
        if self._state.adding:
            super().write(**kwargs)
            return
        theirs = type(self)._base_manager.select_for_update().get(pk=self.pk)
        if theirs.version != self.version:
            raise EditConflictError(self, theirs)
        self.version += 1
        super().write(**kwargs)
        self.written_over(theirs)

    def written_over(self, before: Any) -> None:
        """Hear what the row held until now; still inside the transaction."""
