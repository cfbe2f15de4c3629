"""The staff's forms for rows that somebody else may edit at the same time."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from inventory.versions import EditConflictError

STALE = (
    "Somebody saved this while you were editing it. Nothing of yours is saved: open "
    "it again to see what they have changed."
)


class VersionedForm(forms.ModelForm):
    """Knows with which version of its row it was opened."""

    opened_with = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened_with"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        """Refuse to write over what was not seen."""
        cleaned = super().clean()
        opened_with = self.cleaned_data.get("opened_with")
        if self.instance.pk and opened_with != self.instance.version:
            raise ValidationError(STALE)
        return cleaned


class VersionedAdmin(admin.ModelAdmin):
    """Edits rows that know their version."""

    form = VersionedForm

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say so, too, if somebody saves while this form is being saved."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except EditConflictError:
            self.message_user(request, STALE, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
