"""What somebody who was invited types: a code from paper, her second proof, an address, a password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts import codes
from accounts.forms.fields import BirthDateField
from accounts.forms.sign_in import NEW_HINT
from accounts.models import User

PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class CodeForm(forms.Form):
    code = forms.CharField(
        label="The code in your letter",
        help_text="12 letters and numbers, like ACDE-FGHJ-KMNP. Capital or small letters: both work.",
        max_length=60,
        error_messages={"required": "Enter the code in your letter"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocapitalize": "characters", **PLAIN}),
    )


class BirthForm(forms.Form):
    born_on = BirthDateField(
        label="When were you born?",
        help_text="For example, 31 3 1948",
        error_messages={"required": "Enter your date of birth, like 31 3 1948"},
    )


class NumberForm(forms.Form):
    number = forms.CharField(
        label="The number that we told you",
        help_text="6 numbers. Somebody at the council told you in person or by telephone.",
        max_length=20,
        error_messages={"required": "Enter the number"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric", **PLAIN}),
    )

    def clean_number(self) -> str:
        return codes.typed(self.cleaned_data["number"])


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Your email address",
        help_text="We send you a link there. You sign in with this address from then on.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your email address",
            "invalid": "Enter an email address in the correct form, like name@example.com",
        },
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        help_text=NEW_HINT,
        strip=False,
        error_messages={"required": "Enter a password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user  # made or not: rules may look at name and address

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password
