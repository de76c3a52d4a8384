"""What safeguarding fills in for each step of a concern."""

from typing import Any, cast

from django import forms

from accounts.models import Person
from accounts.section_42 import ANSWERS, TESTS, Test
from cms.actions.concerns import answers_of
from cms.concern_rules import DECISIONS, Decision, open_decisions
from cms.forms.complaint_steps import text
from cms.models import Concern
from cms.models.concerns import WISHES
from design.widgets import Radios


class StepForm(forms.Form):
    def __init__(self, *args: Any, concern: Concern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concern = concern

    @property
    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)


class TestsForm(StepForm):
    """Each of the three questions, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for test, question in TESTS.items():
            self.fields[test] = forms.ChoiceField(
                label=question,
                choices=list(ANSWERS.items()),
                widget=Radios,
                error_messages={"required": f"Choose an answer: {question}"},
            )
            self.fields[f"{test}_why"] = text("Why?", error=f"Give a reason: {question}", rows=3)

    @property
    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"answers": {test: (data[test], data[f"{test}_why"]) for test in Test}}


class WishesForm(StepForm):
    how = forms.ChoiceField(
        label="Did anybody ask the person?",
        choices=list(WISHES.items()),
        widget=Radios,
        error_messages={"required": "Choose whether anybody asked the person"},
    )
    words = text(
        "What does the person want to happen?",
        "In their words. If nobody has asked yet: when and how you will.",
        error="Write what the person wants, or when you will ask",
        rows=4,
    )


class DecideForm(StepForm):
    decision = forms.ChoiceField(
        label="What do you decide?", widget=Radios, error_messages={"required": "Choose what you decide"}
    )
    why = text("Why, and what happens now?", "Who does what, by when.", error="Say why, and what happens now")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_now = open_decisions(answers_of(self.concern))
        cast(forms.ChoiceField, self.fields["decision"]).choices = [(each, DECISIONS[each]) for each in open_now]

    @property
    def given(self) -> dict[str, Any]:
        return {"decision": Decision(self.cleaned_data["decision"]), "why": self.cleaned_data["why"]}


class CloseForm(StepForm):
    outcome = text(
        "How did it end?",
        "Is the person safe? Did they get what they wanted? What is left to do, and who does it?",
        error="Say how it ended",
    )


class AgainForm(StepForm):
    why = text("What is new?", error="Say what is new", rows=4)


class NoteForm(StepForm):
    words = text("Note", "Everybody in safeguarding reads this.", error="Write the note")


class FindForm(forms.Form):
    q = forms.CharField(
        label="Case reference, or part of a name",
        min_length=3,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={
            "required": "Enter a case reference or part of a name",
            "min_length": "Enter 3 letters or more",
        },
    )


class LinkForm(StepForm):
    person = forms.ChoiceField(
        label="Who is it about?", widget=Radios, error_messages={"required": "Choose who it is about"}
    )
    why = text("How do you know?", "This is kept with your name.", error="Say how you know", rows=3)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        cast(forms.ChoiceField, self.fields["person"]).choices = [
            (pk, called(person)) for pk, person in self.people.items()
        ]

    @property
    def given(self) -> dict[str, Any]:
        return {"person": self.people[self.cleaned_data["person"]], "why": self.cleaned_data["why"]}


def called(person: Person) -> str:
    parts = (person.name, person.case_reference or "no case reference", person.postcode)
    return ", ".join(part for part in parts if part)


class UnlinkForm(StepForm):
    why = text("Why is it not about this person?", error="Say why", rows=3)

    @property
    def given(self) -> dict[str, Any]:
        return {"person": None, "why": self.cleaned_data["why"]}
