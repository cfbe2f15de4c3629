"""Signing in, up and out over HTTP, for the Reflex pages to post to by script.

Credentials never travel as an event: only an HTTP answer can set a session cookie
that no script can read. An answer is ``{"redirect": url}`` or
``{"errors": {field: [message, ...]}}``, ``__all__`` being the form as a whole.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.csrf import csrf_failure as csrf_failure_page
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from inventory.forms import SignInForm, SignUpForm
from inventory.rate_limits import seconds_to_wait, seconds_until_sign_up, was_tried

THEME = "theme"  # the session's key, also for frontend/states/navbar.py
THEMES = ("light", "dark")


@require_safe
@never_cache
def csrf_token(request: HttpRequest) -> JsonResponse:
    """Hand a page the token that its next POST must carry, and set its cookie."""
    return JsonResponse({"csrfToken": get_token(request)})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a POST without a valid token, in JSON where a script sent it."""
    if not request.path.startswith(("/auth/", "/files/")):
        return csrf_failure_page(request, reason)
    message = "This page is out of date. Reload it and try again."
    return JsonResponse({"errors": {NON_FIELD_ERRORS: [message]}}, status=403)


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class JsonFormView(RedirectURLMixin, FormView):
    """A form without a page of its own, that a Reflex page posts by script.

    ``next`` is followed within this site only; ``page_url`` is the page with the form.
    """

    page_url = "/"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Bring whoever opens this address by hand to the page with the form."""
        return redirect(self.page_url)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Say where to go next."""
        super().form_valid(form)
        return JsonResponse({"redirect": self.get_success_url()})

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Say what to correct, field by field; status 200, as of any Django form."""
        errors = {field: list(messages) for field, messages in form.errors.items()}
        return JsonResponse({"errors": errors})


class SignedInFormView(JsonFormView):
    """A form for whoever is signed in, about what is theirs."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send somebody whose session has ended to the sign-in page."""
        if not request.user.is_authenticated:
            query = urlencode({"next": self.page_url})
            return JsonResponse({"redirect": f"{settings.LOGIN_URL}?{query}"})
        return super().dispatch(request, *args, **kwargs)


def too_many_attempts(wait: int) -> HttpResponse:
    """Say in how many seconds one may try again; status 429."""
    message = f"Too many attempts. Try again in {wait} seconds."
    return JsonResponse({"errors": {NON_FIELD_ERRORS: [message]}}, status=429)


class SignInView(JsonFormView, LoginView):
    """Starts a new session for somebody who knows the password."""

    form_class = SignInForm
    page_url = settings.LOGIN_URL

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say so when too many wrong passwords came just before; else go on."""
        if wait := self._seconds_to_wait():
            return too_many_attempts(wait)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and take along the theme that was chosen before."""
        chosen = self.request.POST.get("theme"), self.request.session.get(THEME)
        answer = super().form_valid(form)
        if theme := next((each for each in chosen if each in THEMES), None):
            self.request.session[THEME] = theme
        return answer

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Say what is wrong, unless nobody has looked: too many came at once."""
        wait = 0 if was_tried(self.request) else self._seconds_to_wait()
        return too_many_attempts(wait) if wait else super().form_invalid(form)

    def _seconds_to_wait(self) -> int:
        return seconds_to_wait(self.request, self.request.POST.get("username", ""))


class SignUpView(JsonFormView):
    """Creates an account and signs its owner in."""

    form_class = SignUpForm
    page_url = "/signup"
    next_page = settings.LOGIN_REDIRECT_URL

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say so when too many accounts came from one address; else go on."""
        if wait := seconds_until_sign_up(request):
            return too_many_attempts(wait)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Create the user, unless the name was taken a moment ago."""
        user = form.save(commit=False)  # its password is hashed: nobody waits for that
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError:
            form.add_error("username", "A user with that username already exists.")
            return self.form_invalid(form)
        login(self.request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return super().form_valid(form)


class SignOutView(LogoutView):
    """Ends the session, on POST only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Forget who was signed in and say where to go next."""
        logout(request)
        return JsonResponse({"redirect": self.get_success_url()})
