"""What finance or a practitioner changes about a budget's loads."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from accounts.forms.fields import MoneyField
from accounts.models import BudgetPause, ClientGroup, PaidAhead
from design.fields import DateField
from design.widgets import Radios

EXAMPLE = "For example, 27 3 2027"
NARROW = {"class": "govuk-input--width-10"}
REFERENCE = RegexValidator(r"^[A-Za-z0-9/. -]*$", "Use only letters, numbers, dots, dashes and slashes")


class PauseForm(forms.Form):
    first_on = DateField(label="First day without support", help_text=EXAMPLE)
    last_on = DateField(
        label="Last day without support, if you know it",
        help_text="Leave this empty for “until further notice”.",
        required=False,
    )
    reason = forms.ChoiceField(
        label="Why?",
        choices=BudgetPause.Reason.choices,
        widget=Radios(),
        error_messages={"required": "Choose why support is paused"},
    )


class ResumeForm(forms.Form):
    last_on = DateField(label="Last day without support", help_text=f"Payments start on the day after it. {EXAMPLE}")


class EndForm(forms.Form):
    ends_on = DateField(label="Last day of this budget", help_text=EXAMPLE)
    reassessment_reference = forms.CharField(
        label="Reference of the reassessment",
        help_text="A budget does not end early without one.",
        max_length=40,
        widget=forms.TextInput(attrs=NARROW),
        validators=[REFERENCE],
        error_messages={"required": "Enter the reference of the reassessment"},
    )


class DeathForm(forms.Form):
    died_on = DateField(label="When did they die?", help_text="This is the last day that we pay for.")

    def clean_died_on(self) -> date:
        died_on: date = self.cleaned_data["died_on"]
        if died_on > timezone.localdate():
            raise forms.ValidationError("The day must be today or earlier")
        return died_on


class GroupForm(forms.Form):
    client_group = forms.ChoiceField(
        label="Client group",
        choices=[("", "None"), *ClientGroup.choices],
        required=False,
        help_text="For cost codes only. Nobody else sees it.",
    )


class AheadForm(forms.Form):
    """`free` is whether enough is free in the pots: without it only one answer is possible."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=Radios(hints={PaidAhead.Decision.LEAVE: "No money moves. We do not ask again."}),
        error_messages={"required": "Choose what you decide"},
    )
    explanation = forms.CharField(
        label="Why?",
        help_text="Kept with the decision. Say whom you spoke to. Leave out anything about health.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why you decided this"},
    )

    def __init__(self, data: Any = None, *, free: bool) -> None:
        super().__init__(data)
        choices = [one for one in PaidAhead.Decision.choices if free or one[0] != PaidAhead.Decision.TAKE_BACK]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]


class ContributionForm(forms.Form):
    weekly = MoneyField(label="How much do they pay a week?", at_least=0, help_text="Enter 0 where they pay nothing.")
    starts_on = DateField(label="From which day?", help_text=EXAMPLE)
    assessment_reference = forms.CharField(
        label="Reference of the financial assessment",
        max_length=40,
        widget=forms.TextInput(attrs=NARROW),
        validators=[REFERENCE],
        error_messages={"required": "Enter the reference of the financial assessment"},
    )


class FindBudgetForm(forms.Form):
    q = forms.CharField(
        label="Name, case reference or budget number",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
