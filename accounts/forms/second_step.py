"""The code from the telephone, in our words."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django import forms

from accounts.forms.sign_in import Plain


class CodeForm(Plain):
    """A code of six numbers; spaces between them are forgiven."""

    labels = {"code": "Your code"}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=self.labels["code"],
            help_text=self.hints.get("code", ""),
            widget=forms.TextInput(
                attrs={
                    "class": "govuk-input--width-10",
                    "autocomplete": "one-time-code",
                    "inputmode": "numeric",
                    "spellcheck": "false",
                }
            ),
            error_messages={"required": "Enter the code"},
        )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return super().clean_code()  # type: ignore[misc]


class AuthenticateForm(CodeForm, base.AuthenticateForm):
    hints = {"code": "6 numbers from your authenticator app, or one of your spare codes."}


class ReauthenticateForm(CodeForm, base.ReauthenticateForm):
    hints = {"code": "6 numbers from your authenticator app, or one of your spare codes."}


class ActivateTOTPForm(CodeForm, totp.ActivateTOTPForm):
    labels = {"code": "Code from the app"}
    hints = {"code": "6 numbers. The app shows a new code every 30 seconds."}
