"""What sign-in, sign-up and the profile ask for, and how they word a refusal."""

from typing import Any

from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    UserCreationForm,
)
from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import ValidationError
from django.forms import ModelForm

from inventory.validation import refuse_unstorable


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


class DetailsForm(ModelForm):
    """How somebody is called and reached; the username stays."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")

    def clean(self) -> dict[str, Any]:
        """Keep out what a database or a screen cannot take."""
        typed = super().clean() or {}
        for name, text in list(typed.items()):
            try:
                refuse_unstorable(text)
            except ValidationError as error:
                self.add_error(name, error)
        return typed

    def save(self, commit: bool = True) -> User:
        """Write what the form has: an account that is closed meanwhile stays closed."""
        user = super().save(commit=False)
        if commit:
            user.save(update_fields=self.Meta.fields)
        return user


class NewPasswordForm(PasswordChangeForm):
    """The old password, and twice the new one."""

    def validate_password_for_user(self, user: AbstractBaseUser, *_: Any) -> None:
        """Show a weak password beside the first field, not beside its repetition."""
        validate = super().validate_password_for_user  # pyright: ignore[reportAttributeAccessIssue]
        validate(user, password_field_name="new_password1")

    def save(self, commit: bool = True) -> Any:
        """Write the password, and nothing that was read before it was hashed."""
        user = super().save(commit=False)
        if commit:
            user.save(update_fields=["password"])
        return user
