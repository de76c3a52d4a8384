"""When a person lost the capacity to decide about this money, or had it back; and where that is written down."""

from datetime import date

from django import forms
from django.utils import timezone

from design.fields import DateField


class CapacityForm(forms.Form):
    on = DateField(label="On which day was this found?", error_messages={"required": "Enter the day, like 27 3 2027"})
    reference = forms.CharField(
        label="Reference of the assessment",
        help_text="Where it is kept in the case system. Not what it says.",
        max_length=100,
        error_messages={"required": "Enter the reference of the assessment"},
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("The day must be today or earlier")
        return on
