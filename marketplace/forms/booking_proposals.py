"""Yes or no to a booking that a delegate proposes who is paid for it."""

from django import forms

from design.forms import WhyNotForm
from design.widgets import Radios


class YesOrNoForm(WhyNotForm):
    say_why = "Enter why not"
    answer = forms.ChoiceField(
        label="Do you say yes?",
        choices=[("yes", "Yes, book it"), ("no", "No, do not book it")],
        widget=Radios(),
        error_messages={"required": "Choose yes or no"},
    )
    reason = forms.CharField(
        label="If no: why not?",
        help_text="Whoever proposed it reads this.",
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
