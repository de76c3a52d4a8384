"""Answer an offer to act for somebody."""

from typing import Any

from django import forms

from accounts import duties
from design.widgets import Radios


class AnswerForm(forms.Form):
    """Yes or no. `read` carries which words about the duties stood on the page."""

    answer = forms.ChoiceField(
        choices=[("yes", "Yes, and I will do what it asks of me"), ("no", "No")],
        widget=Radios(),
        error_messages={"required": "Choose yes or no"},
    )
    words = forms.CharField(
        label="If no: why?",
        help_text="You do not have to say.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    read = forms.CharField(widget=forms.HiddenInput(), initial=duties.VERSION, required=False)

    def __init__(self, data: Any = None, *, name: str) -> None:
        super().__init__(data)
        self.fields["answer"].label = f"Do you want to act for {name}?"
        self.fields["words"].help_text = f"You do not have to say. {name} can read it."

    @property
    def says_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")
