"""How long something is kept, and why."""

from django import forms

MOST = 3650  # ten years


class PeriodForm(forms.Form):
    days = forms.IntegerField(
        label="How many days do we keep it?",
        help_text="365 days are a year.",
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number of days",
            "invalid": "Enter a number of days, like 90",
            "min_value": "Enter 1 or more",
            "max_value": f"Enter {MOST:,} or fewer",
        },
    )
    why = forms.CharField(
        label="Why?",
        max_length=300,
        help_text="Kept with the decision.",
        error_messages={"required": "Enter why", "max_length": "Use 300 letters or fewer"},
    )
