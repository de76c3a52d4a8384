"""Paying a close relative of the household: why it is necessary, and why it ends."""

from typing import Any

from django import forms

from design.fields import DateField
from design.formats import day
from design.widgets import Radios
from directory.models import PersonalAssistantProfile
from marketplace.models import NecessityDecision

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
