"""Paying a close relative of the household: why it is necessary, and why it ends."""

from typing import Any

from django import forms

from design.fields import DateField
from design.formats import day
from design.widgets import Radios
from directory.models import PersonalAssistantProfile
from marketplace.models import NecessityDecision, SecondLook

READS = "The person reads this as you write it."


def reasons(label: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=READS,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


class NecessityForm(forms.Form):
    profile = forms.ModelChoiceField(
        PersonalAssistantProfile.objects.order_by("name", "pk"),
        label="Who would be paid?",
        empty_label="Choose somebody",
        error_messages={"required": "Choose who would be paid"},
    )
    relation = forms.ChoiceField(
        label="Who are they to the person?",
        choices=NecessityDecision.Relation,
        widget=Radios(),
        error_messages={"required": "Choose who they are to the person"},
    )
    what_for = forms.ChoiceField(
        label="What would they be paid for?",
        choices=NecessityDecision.WhatFor,
        widget=Radios(),
        error_messages={"required": "Choose what they would be paid for"},
    )
    reasons = reasons("Why is it necessary?", "Enter why it is necessary")
    review_on = DateField(
        label="When do we look at it again?",
        help_text="Within 12 months.",
        error_messages={"required": "Enter when we look at it again, like 27 3 2027"},
    )

    def rows(self) -> list[dict[str, Any]]:
        given = self.cleaned_data
        return [
            {"key": "Who would be paid", "value": given["profile"].name},
            {"key": "To the person", "value": NecessityDecision.Relation(given["relation"]).label},
            {"key": "Paid for", "value": NecessityDecision.WhatFor(given["what_for"]).label},
            {"key": "Why it is necessary", "value": given["reasons"]},
            {"key": "We look at it again", "value": day(given["review_on"])},
        ]


class EndNecessityForm(forms.Form):
    reasons = reasons("Why does it end?", "Enter why it ends")


class AskAgainForm(forms.Form):
    """Why the person does not agree; `first_name` where somebody else says it for her."""

    words = reasons("Why do you not agree?", "Enter why you do not agree")

    def __init__(self, data: Any = None, *, first_name: str = "") -> None:
        super().__init__(data)
        box = self.fields["words"]
        box.help_text = "Somebody who had no part in the decision reads this as you write it."
        if first_name:
            box.label = f"Why does {first_name} not agree?"
            box.error_messages["required"] = f"Enter why {first_name} does not agree"


class LookAgainForm(forms.Form):
    """What comes of a second look; decided anew, it has a day to look at it again."""

    result = forms.ChoiceField(
        label="What comes of it?", widget=Radios(), error_messages={"required": "Choose what comes of it"}
    )
    words = reasons("Why?", "Enter why")
    review_on = DateField(
        label="If they are paid by a new decision: when do we look at it again?",
        help_text="Within 12 months. Leave this empty otherwise.",
        required=False,
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["result"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        changed = given.get("result") == SecondLook.Result.CHANGED
        if changed and not given.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter when we look at it again, like 27 3 2027")
        return given
