"""A CSV file on its way in: posted over HTTP, kept until it is imported or dropped.

It comes over HTTP, where Django checks session, token and size, and goes into the
cache under its owner's key: nothing is left on the disk, and nobody else's page can
name it. One for each user; a newer one takes its place.
"""

from typing import Any, NamedTuple

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField, Form, ValidationError
from django.http import HttpResponse

from inventory.views import SignedInFormView

MOST_MEGABYTES = 20
KEPT = 15 * 60  # seconds: long enough to read a preview


class Upload(NamedTuple):
    """A file that waits to be imported."""

    name: str
    data: bytes


async def waiting(user_id: int) -> Upload | None:
    """Give the file that this user has sent, if it is still there."""
    found = await cache.aget(_key(user_id))
    return Upload(*found) if found else None


async def forget(user_id: int) -> None:
    """Drop this user's file."""
    await cache.adelete(_key(user_id))


class UploadForm(Form):
    """One file, and not too large a one."""

    file = FileField(error_messages={"required": "Choose a file."})

    def clean_file(self) -> UploadedFile:
        """Refuse what would take up the server's memory."""
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * 1_000_000:
            raise ValidationError(f"The file is larger than {MOST_MEGABYTES} MB.")
        return file


class UploadView(SignedInFormView):
    """Takes a file from the import page, which checks it when it opens again."""

    form_class = UploadForm
    page_url = next_page = "/inventory/import"

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the file for its owner."""
        file = form.cleaned_data["file"]
        upload = Upload(file.name, file.read())
        owner: Any = self.request.user
        cache.set(_key(owner.pk), tuple(upload), KEPT)
        if _key(owner.pk) not in cache:
            form.add_error("file", "The file could not be kept. Try again in a moment.")
            return self.form_invalid(form)
        return super().form_valid(form)


def _key(user_id: int) -> str:
    return f"upload-{user_id}"
