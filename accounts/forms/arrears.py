"""What is said about a contribution that is late, by the person and by the council."""

from typing import Any

from django import forms

from accounts.actions.arrears import MOST_MONTHS
from accounts.forms.fields import MoneyField, NumberField
from accounts.models import ArrearsEntry, ContributionWaiver
from design.widgets import Radios

Kind = ArrearsEntry.Kind


class TalkForm(forms.Form):
    """One kind of word, with what it needs: `needs_words` and `in_parts` are the kinds that want more."""

    needs_words: tuple[str, ...] = ()
    in_parts: tuple[str, ...] = ()

    kind = forms.ChoiceField(
        label="What do you want to do?", widget=Radios(), error_messages={"required": "Choose one"}
    )
    months = NumberField(
        label="In how many months?",
        help_text="Only if it is paid in parts.",
        unit="months",
        least=2,
        most=MOST_MONTHS,
        ask="Enter how many months, like 6",
        required=False,
    )
    words = forms.CharField(
        label="What do you want to say?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") in self.in_parts and given.get("months") is None and "months" not in self.errors:
            self.add_error("months", "Enter how many months, like 6")
        if given.get("kind") in self.needs_words and not given.get("words", "").strip():
            self.add_error("words", "Write what you want to say")
        return given


class PersonForm(TalkForm):
    needs_words, in_parts = (Kind.SAY,), (Kind.SPREAD,)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (Kind.CALL, "Ask for a call"),
            (Kind.SAY, "Say what happened"),
            (Kind.SPREAD, "Ask to pay in parts"),
        ]
        self.fields["words"].help_text = "In your own words. If you want a call, say when is a good time."


class CouncilForm(TalkForm):
    needs_words, in_parts = (Kind.HEARD, Kind.ANSWER, Kind.PLAN), (Kind.PLAN,)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (Kind.HEARD, "Write down what the person said to us"),
            (Kind.ANSWER, "Answer"),
            (Kind.PLAN, "Agree that it is paid in parts"),
        ]
        self.fields["words"].help_text = "The person reads it as you write it."


class WaiverForm(forms.Form):
    pence = MoneyField(label="How much is let go?", error_messages={"required": "Enter how much, like 20"})
    why = forms.CharField(
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Say why it should be let go"},
    )


class WaiverDecisionForm(forms.Form):
    """`waiver` is which one stood on the page: another one may wait by now."""

    waiver = forms.IntegerField(widget=forms.HiddenInput())
    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=ContributionWaiver.Decision.choices,
        widget=Radios(),
        error_messages={"required": "Choose what you decide"},
    )
    words = forms.CharField(
        label="Why so?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Say why you decide so"},
    )
