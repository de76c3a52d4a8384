"""What somebody writes to the other side, and what they tell the council about it."""

import secrets
from typing import Any

from django import forms

from design.widgets import Radios
from marketplace.actions.messages import Words
from marketplace.models import Message, MessageReport
from marketplace.models.messages import LONGEST


class TypedField(forms.CharField):
    """Words kept as they were typed. A browser sends each new line as two signs: here it is one."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""


class MessageForm(forms.Form):
    text = TypedField(
        label="Your message",
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Write your message",
            "max_length": "Your message must be %(limit_value)d characters or fewer",
        },
    )
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any):
        initial = {"token": secrets.token_urlsafe(20), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)

    def words(self) -> Words:
        kind = self.cleaned_data.get("kind") or Message.Kind.WORDS
        return Words(self.cleaned_data["text"], self.cleaned_data["token"], kind)


class FirstForm(MessageForm):
    """Before anything is booked."""

    kind = forms.ChoiceField(
        label="What would you like?",
        choices=[(Message.Kind.QUESTION, "Ask a question"), (Message.Kind.MEET, "Meet first, before I decide")],
        widget=Radios,
        error_messages={"required": "Choose what you would like"},
    )
    field_order = ["kind", "text"]


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="What is wrong?",
        choices=MessageReport.Reason.choices,
        widget=Radios,
        error_messages={"required": "Choose what is wrong"},
    )
    words = TypedField(
        label="Do you want to tell us more? (optional)",
        help_text="Only the council reads this.",
        required=False,
        strip=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Write %(limit_value)d characters or fewer"},
    )


class ReportDecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=MessageReport.Decision.choices,
        widget=Radios,
        error_messages={"required": "Choose what you decide"},
    )
    explanation = TypedField(
        label="What do you tell the one who reported?",
        help_text="Only they read this. Leave out anything about health.",
        strip=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Enter what you tell them",
            "max_length": "Write %(limit_value)d characters or fewer",
        },
    )
