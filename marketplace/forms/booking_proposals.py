"""Yes or no to a booking that a delegate proposes who is paid for it."""

from typing import Any

from django import forms

from design.widgets import Radios


class YesOrNoForm(forms.Form):
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

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("answer") == "no" and not given.get("reason"):
            self.add_error("reason", "Enter why not")
        return given
