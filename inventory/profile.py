"""One's own name, e-mail and password, posted over HTTP by the profile page."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from inventory.forms import DetailsForm, NewPasswordForm
from inventory.rate_limits import (
    count_for_address,
    may_try,
    seconds_to_wait,
    take_back,
)
from inventory.views import SignedInFormView, too_many_attempts

PAGE = "/profile"


class DetailsView(SignedInFormView):
    """Changes name and e-mail."""

    form_class = DetailsForm
    page_url = PAGE
    next_page = f"{PAGE}?saved=details"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill the form with the user of the session, whatever was posted."""
        return {**super().get_form_kwargs(), "instance": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        """Write what was typed."""
        form.save()
        return super().form_valid(form)


class NewPasswordView(SignedInFormView):
    """Changes the password: this session stays, all others end."""

    form_class = NewPasswordForm
    page_url = PAGE
    next_page = f"{PAGE}?saved=password"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let nobody guess the old password at an open screen; else go on."""
        if may_try(request, username := request.user.get_username()):
            return super().post(request, *args, **kwargs)
        return too_many_attempts(seconds_to_wait(request, username))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose password it is."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        """Write the new password, and keep this browser signed in."""
        take_back(self.request)
        update_session_auth_hash(self.request, form.save())
        return super().form_valid(form)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Leave a wrong password counted, as at signing in."""
        is_wrong = form.has_error("old_password", "password_incorrect")
        settle = count_for_address if is_wrong else take_back
        settle(self.request)
        return super().form_invalid(form)
