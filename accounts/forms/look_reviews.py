"""What a manager says of one stated reason."""

from typing import Any

from django import forms

from accounts.models import LookMark
from design.widgets import Radios


class MarkForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Is this reason in order?",
        choices=LookMark.Verdict.choices,
        widget=Radios(),
        error_messages={"required": "Choose whether it is in order"},
    )
    note = forms.CharField(
        label="Note",
        help_text="What you want to ask, and whom. Do not name the resident.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Use 300 letters or fewer"},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") == LookMark.Verdict.ASK and not given.get("note"):
            self.add_error("note", "Enter what you want to ask")
        return given
