"""How long something is kept, and why."""

from django import forms

from accounts.forms.fields import NumberField

MOST = 3650  # ten years


class PeriodForm(forms.Form):
    days = NumberField(
        label="How many days do we keep it?",
        help_text="365 days are a year.",
        unit="days",
        least=1,
        most=MOST,
        ask="Enter a number of days",
    )
    why = forms.CharField(
        label="Why?",
        max_length=300,
        help_text="Kept with the decision.",
        error_messages={"required": "Enter why", "max_length": "Use 300 letters or fewer"},
    )
