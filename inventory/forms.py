"""What sign-in and sign-up ask for, and how they word a refusal."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
from django.contrib.auth.models import AbstractBaseUser


class SignInForm(AuthenticationForm):
    """Username and password; a refusal never tells which of them was wrong."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "Wrong username or password. Mind upper and lower case.",
    }


class SignUpForm(UserCreationForm):
    """A new user's name, and the password twice."""

    def validate_password_for_user(self, user: AbstractBaseUser, **_: Any) -> None:
        """Show a weak password beside the first field, not beside its repetition."""
        validate = super().validate_password_for_user  # pyright: ignore[reportAttributeAccessIssue]
        validate(user, password_field_name="password1")
