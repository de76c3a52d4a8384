"""Why a member of staff needs to see one person's lines. Chosen from a list, so that the log has no names in it."""

from datetime import datetime

from django import forms
from django.core.validators import RegexValidator

from accounts.queries.looks import Why

REASONS = {
    "asked": "The person asked us about a payment",
    "wrong": "A payment went wrong",
    "check": "A yearly check of the books",
    "fraud": "We think money was taken or used wrongly",
    "law": "A court or an auditor asked",
}


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why do you need to see these lines?",
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you need to see these lines"},
    )
    reference = forms.CharField(
        label="Case or question number, if there is one",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        validators=[RegexValidator(r"^[A-Za-z0-9/-]*$", "Use only letters, numbers, dashes and slashes")],
        error_messages={"max_length": "Use 20 letters and numbers or fewer"},
    )

    def why(self, until: datetime) -> Why:
        """For the log that the person reads."""
        return Why(REASONS[self.cleaned_data["reason"]], self.cleaned_data["reference"], until)
