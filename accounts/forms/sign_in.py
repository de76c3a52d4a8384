"""allauth's forms in our words: one password box that can be shown, no placeholders, names on the labels."""

from typing import Any

from allauth.account import forms as allauth
from django import forms

NEW_HINT = "At least 12 characters. Three words that only you would put together work well."


class Plain(forms.Form):
    """Labels and hints by field name; what allauth wrote inside the boxes goes."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class OnePassword(Plain):
    """A new password is typed once: it can be shown, so a second box only gets in the way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)


class LoginForm(Plain, allauth.LoginForm):
    labels = {"login": "Email address", "password": "Password"}


class SignupForm(Plain, allauth.SignupForm):
    labels = {"email": "Email address", "password1": "Choose a password"}
    hints = {"email": "We will send you a link to check that it is yours.", "password1": NEW_HINT}
    field_order = ["name", "email", "password1"]


class AddEmailForm(Plain, allauth.AddEmailForm):
    labels = {"email": "New email address"}
    hints = {"email": "We will send a link there. Nothing changes until you open it."}


class ChangePasswordForm(OnePassword, allauth.ChangePasswordForm):
    labels = {"oldpassword": "Your password now", "password1": "New password"}
    hints = {"password1": NEW_HINT}


class SetPasswordForm(OnePassword, allauth.SetPasswordForm):
    labels = {"password1": "New password"}
    hints = {"password1": NEW_HINT}


class ResetPasswordForm(Plain, allauth.ResetPasswordForm):
    labels = {"email": "Email address"}
    hints = {"email": "The one you sign in with."}


class ResetPasswordKeyForm(OnePassword, allauth.ResetPasswordKeyForm):
    labels = {"password1": "New password"}
    hints = {"password1": NEW_HINT}


class ReauthenticateForm(Plain, allauth.ReauthenticateForm):
    labels = {"password": "Password"}
