"""What a moderator answers: perhaps with an edit, with reasons, and which of two changes stays."""

from typing import Any

from django import forms

from design.widgets import Radios
from directory import page_fields
from directory.actions.moderation import Settled, seen
from directory.change_rules import Side, matters
from directory.page_fields import PageField, Subject

TAKES = [("new", "What was sent now"), ("now", "What the page says now")]


class ApproveForm(forms.Form):
    """A box for each text, in which it may be put right; a question wherever somebody else changed the same thing."""

    sent = forms.CharField(required=False, widget=forms.HiddenInput)  # a print of what she was shown

    def __init__(self, data: Any = None, *, subject: Subject, sides: list[Side], sent: str) -> None:
        super().__init__(data, initial={"sent": sent})
        self.sides, self.page = sides, {side.field: page_fields.named(subject, side.field) for side in sides}
        for side in sides:
            if side.conflicts:
                self.fields[f"takes_{side.field}"] = self._choice(side)
                self.fields[f"seen_{side.field}"] = forms.CharField(
                    initial=seen(side.field, side.now), widget=forms.HiddenInput
                )
            if self.page[side.field].is_text and matters(side.field):
                self.fields[side.field] = self._box(self.page[side.field], side)

    def _choice(self, side: Side) -> forms.ChoiceField:
        label = self.page[side.field].label
        return forms.ChoiceField(
            label=f"{label}: which stays?",
            choices=TAKES,
            widget=Radios(
                hints={
                    "new": "; ".join(self.page[side.field].lines(side.after)) or "Nothing",
                    "now": "; ".join(self.page[side.field].lines(side.now)) or "Nothing",
                }
            ),
            error_messages={"required": f"Choose what the page says under “{label}”"},
        )

    def _box(self, field: PageField, side: Side) -> forms.CharField:
        return forms.CharField(
            label=f"{field.label}, as the page will say it",
            initial=side.after,
            required=side.field == "name",
            widget=forms.Textarea(attrs={"rows": 4 if len(str(side.after)) > 80 else 2}),
            max_length=field.most,
            error_messages={"required": "Enter a name"},
        )

    def edits(self) -> dict[str, str]:
        """Only where she changed something. A browser ends lines in its own way; the page does not."""
        boxes = [side for side in self.sides if side.field in self.cleaned_data]
        typed = {side.field: self.cleaned_data[side.field].replace("\r\n", "\n") for side in boxes}
        return {side.field: typed[side.field] for side in boxes if typed[side.field] != side.after}

    def settled(self) -> dict[str, Settled]:
        return {
            side.field: Settled(
                self.cleaned_data[f"seen_{side.field}"], self.cleaned_data[f"takes_{side.field}"] == "new"
            )
            for side in self.sides
            if side.conflicts
        }


class ReasonsForm(forms.Form):
    """The provider reads it as it is written here."""

    reasons = forms.CharField(
        label="Why?",
        help_text="Whoever sent it reads this, word for word. Say what to change, and how.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1_000,
        error_messages={"required": "Say why, so that they know what to do"},
    )
