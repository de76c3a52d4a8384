"""New bank details, the telephone call that checks them, and payments that a bank sent back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from accounts.models import BankDetailsChange, PaymentReturn
from design.fields import DateField, TimeField
from design.widgets import Radios


class DigitsField(forms.CharField):
    """So many figures; spaces and dashes between them do not matter."""

    def __init__(self, *, figures: int, **kwargs: Any) -> None:
        attrs = {"class": "govuk-input--width-10", "inputmode": "numeric", "spellcheck": "false", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)
        self.figures = figures

    def clean(self, value: Any) -> str:
        bare = "".join(super().clean(value).split()).replace("-", "")
        if not (bare.isascii() and bare.isdigit() and len(bare) == self.figures):
            raise forms.ValidationError(f"{self.label} must be {self.figures} numbers")
        return bare


class AskForm(forms.Form):
    sort_code = DigitsField(
        label="Sort code",
        figures=6,
        help_text="6 numbers, like 20-00-00.",
        error_messages={"required": "Enter the sort code"},
    )
    account_number = DigitsField(
        label="Account number",
        figures=8,
        help_text="8 numbers. Put a 0 in front of a number that has 7.",
        error_messages={"required": "Enter the account number"},
    )
    how = forms.ChoiceField(
        label="How did the request come?",
        choices=BankDetailsChange.How.choices,
        widget=Radios(),
        error_messages={"required": "Choose how the request came"},
    )


class CallForm(forms.Form):
    """The call: to a number from our record, so it is chosen and never typed."""

    called_number = forms.ChoiceField(
        label="Which number did you call?",
        widget=Radios(),
        error_messages={"required": "Choose the number that you called"},
    )
    called_on = DateField(label="What day did you call?")
    called_time = TimeField(label="What time?", help_text="For example, 9:30am or 2pm")
    spoke_to = forms.CharField(
        label="Whom did you speak to?",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter whom you spoke to"},
    )
    read_back = forms.BooleanField(
        label="They read both numbers to me, and they are the same as here",
        error_messages={"required": "Tick the box if they read both numbers to you"},
    )

    def __init__(self, data: Any = None, *, phones: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"called_on": timezone.localdate()})
        numbers = [(number, f"{number} ({words})") for words, number in phones]
        self.fields["called_number"].choices = numbers  # type: ignore[attr-defined]

    @property
    def called_at(self) -> datetime:
        """The end of that minute: the change may have been entered within it."""
        given = self.cleaned_data
        at = datetime.combine(given["called_on"], given["called_time"])
        return timezone.make_aware(at + timedelta(minutes=1, microseconds=-1))


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label="Telephone number",
        help_text="One that you have from somewhere else than a request about bank details.",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "tel", "autocomplete": "off"}),
        validators=[RegexValidator(r"^\+?[0-9][0-9 ()-]{6,}$", "Enter a telephone number, like 01632 960 001")],
        error_messages={"required": "Enter a telephone number, like 01632 960 001"},
    )


class RefuseForm(forms.Form):
    why = forms.CharField(
        label="Why is this not right?",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why this is not right"},
    )


class ReturnForm(forms.Form):
    reason = forms.ChoiceField(
        label="What does the bank say?",
        choices=[(reason.value, reason.label) for reason in PaymentReturn.BY_A_BANK],
        widget=Radios(),
        error_messages={"required": "Choose what the bank says"},
    )
    returned_on = DateField(label="When did the money come back?", help_text="The day on the bank statement.")
