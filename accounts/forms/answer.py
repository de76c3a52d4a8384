"""What a practitioner answers to “Can I buy this?”, and the text on what a budget may buy."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.actions.questions import Reply
from accounts.forms.ask import MOST_PENCE
from accounts.forms.fields import MoneyField
from accounts.models import PurchaseQuestion, PurchaseQuestionSettings
from accounts.models.asks import LONGEST
from design.fields import DateField
from design.widgets import Radios

Answer = PurchaseQuestion.Answer
HINTS = {
    Answer.YES: "It helps with the outcome. Nobody can ask for the money back.",
    Answer.NO_NEED: "It is lawful and plainly within the plan. It is a yes as well.",
    Answer.NO: "Say why, in words that the person can challenge.",
}
LONGEST_DAYS = 730


class AnswerForm(forms.Form):
    """A yes has an amount and a last day; a no says why."""

    answer = forms.ChoiceField(
        label="What is your answer?",
        choices=Answer.choices,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Choose your answer"},
    )
    up_to = MoneyField(
        label="Up to how much in all?", required=False, at_most=MOST_PENCE, help_text="Not needed for a no."
    )
    until = DateField(label="Until when does it hold?", required=False, help_text="The last day. Not needed for a no.")
    why = forms.CharField(
        label="Why, or what else they should know",
        help_text="The person reads this as you write it. A no needs it.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, question: PurchaseQuestion) -> None:
        last = timezone.localdate() + timedelta(days=PurchaseQuestionSettings.current().holds_days)
        super().__init__(data, initial={"up_to": question.pence, "until": last})

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        today = timezone.localdate()
        if until and not today <= until <= today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError("The last day must be today or later, and within 2 years")
        return until

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == Answer.NO and not given.get("why"):
            self.add_error("why", "Enter why not")
        if given.get("answer") in (Answer.YES, Answer.NO_NEED):
            for name, words in (("up_to", "Enter up to how much"), ("until", "Enter until when it holds")):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, words)
        return given

    def reply(self) -> Reply:
        given = self.cleaned_data
        return Reply(given["answer"], given["why"], given["up_to"], given["until"])


class PolicyForm(forms.Form):
    text = forms.CharField(
        label="What may a personal budget buy?",
        help_text="Plain words. An empty line ends a paragraph. A line that begins with “* ” is one of a list.",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 20}),
        error_messages={"required": "Write what a personal budget may buy"},
    )
