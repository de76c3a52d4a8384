"""Whether all is well: the person's answer, what a practitioner heard, and how a practitioner finds it."""

from typing import Any

from django import forms

from accounts.actions.welfare_triage import Finding, open_outcomes
from accounts.forms.reclaims import words
from accounts.models import WelfareCheck
from accounts.models.asks import LONGEST
from accounts.section_42 import ANSWERS, TESTS, Test
from design.fields import DateField
from design.widgets import Radios

Answer, Source, Outcome = WelfareCheck.Answer, WelfareCheck.Source, WelfareCheck.Outcome
OUTCOMES = {
    Outcome.NOTHING: "No concern",
    Outcome.SUPPORT: "Support is needed",
    Outcome.SAFEGUARDING: "Hand it to safeguarding",
}
HINTS = {
    Outcome.NOTHING: "Only where one of the three answers is no.",
    Outcome.SUPPORT: "Only where one of the three answers is no. Say who does what, and by when.",
    Outcome.SAFEGUARDING: "Where no answer is no. Safeguarding tells the person when it is safe: this page does not.",
}


class AnswerForm(forms.Form):
    """Two buttons, and a box that can stay empty. `answer` is the button."""

    words = forms.CharField(
        label="Do you want to tell us anything?",
        help_text="You can leave this empty.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.ChoiceField(
        choices=Answer.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "Tell us that you are well, or that you would like a call"},
    )


class HeardForm(forms.Form):
    source = forms.ChoiceField(
        label="Who told you?",
        choices=Source.choices,
        widget=Radios(hints={Source.TRUSTED: "Ask nobody who acts for the person’s money."}),
        error_messages={"required": "Choose who told you"},
    )
    name = forms.CharField(
        label="If it was somebody the person trusts: who?",
        help_text="Their name, and who they are to the person.",
        max_length=150,
        required=False,
    )
    answer = forms.ChoiceField(
        label="If it was the person: what did they say?",
        choices=Answer.choices,
        widget=Radios(),
        required=False,
    )
    words = words("What did you hear, or how did you try?", "Enter what you heard, or how you tried")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("source") == Source.TRUSTED and not given.get("name"):
            self.add_error("name", "Enter the name of whoever told you")
        if given.get("source") == Source.SELF and not given.get("answer") and "answer" not in self.errors:
            self.add_error("answer", "Choose what the person said")
        return given


class TriageForm(forms.Form):
    """The three questions, each with its why; then how it ends."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)  # what there was to read

    def __init__(self, data: Any = None, version: str = "") -> None:
        super().__init__(data, initial={"version": version})
        for test, question in TESTS.items():
            self.fields[test] = forms.ChoiceField(
                label=question,
                choices=list(ANSWERS.items()),
                widget=Radios(),
                error_messages={"required": f"Choose an answer: {question}"},
            )
            self.fields[f"{test}_why"] = words("Why?", f"Give a reason: {question}")
        self.fields["outcome"] = forms.ChoiceField(
            label="How does it end?",
            choices=list(OUTCOMES.items()),
            widget=Radios(hints=HINTS),
            error_messages={"required": "Choose how it ends"},
        )
        self.fields["words"] = words("Why, and what happens now?", "Say why, and what happens now")
        self.fields["who_helps"] = forms.CharField(
            label="If support is needed: who does what?",
            help_text="The person reads this.",
            max_length=250,
            required=False,
        )
        self.fields["help_by"] = DateField(label="By when?", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen, answers = given.get("outcome"), {str(test): given.get(test, "") for test in Test}
        if chosen and all(answers.values()) and chosen not in open_outcomes(answers):
            self.add_error(
                "outcome", "The answers to the three questions do not allow this. Read what stands under each"
            )
        if chosen == Outcome.SUPPORT:
            for name, missing in (("who_helps", "Enter who does what"), ("help_by", "Enter by when")):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, missing)
        return given

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        given = self.cleaned_data
        return {test: (given[test], given[f"{test}_why"]) for test in Test}

    @property
    def finding(self) -> Finding:
        given = self.cleaned_data
        return Finding(given["outcome"], given["words"], given["who_helps"], given["help_by"])

    def read_again(self, version: str) -> None:
        """The page now shows what came since."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "version": version}

    def in_words(self) -> list[dict[str, Any]]:
        """To check before it is saved."""
        given = self.cleaned_data
        rows = [{"key": TESTS[test], "value": f"{ANSWERS[given[test]]}. {given[f'{test}_why']}"} for test in Test]
        rows += [{"key": "How it ends", "value": OUTCOMES[given["outcome"]]}, {"key": "Why", "value": given["words"]}]
        if given["outcome"] == Outcome.SUPPORT:
            rows += [
                {"key": "Who does what", "value": given["who_helps"]},
                {"key": "By when", "value": given["help_by"]},
            ]
        return rows
