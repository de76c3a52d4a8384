"""What a handler fills in for each step of a complaint."""

from typing import Any, cast

from django import forms

from accounts.models import User
from cms.complaint_rules import OUTCOMES, Outcome
from cms.handlers import who_may_handle
from cms.models import Complaint
from cms.models.complaints import LONGEST
from design.fields import DateField
from design.widgets import Checkboxes, Radios

FOUND = [(key, label) for key, label in OUTCOMES.items() if key != Outcome.WITHDRAWN]


def text(label: str, hint: str = "", *, error: str, rows: int = 6, required: bool = True, most: int = LONGEST) -> Any:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": error, "max_length": f"Use {most:,} characters or fewer"},
    )


class StepForm(forms.Form):
    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complaint = complaint

    @property
    def given(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)


class AcknowledgeForm(StepForm):
    words = text(
        "What do you want to say to the person?",
        "The letter already says who you are, and offers to talk about how it is looked into and by when.",
        error="",
        required=False,
        rows=4,
    )


class PlanForm(StepForm):
    answer_by = DateField(label="By which day does the person get our answer?")
    agreed = forms.ChoiceField(
        label="Did you agree this with the person?",
        choices=[("yes", "Yes, we talked about it"), ("no", "No, the person did not want to talk")],
        widget=Radios(hints={"no": "Then we decide, and tell the person in writing."}),
        error_messages={"required": "Choose whether you agreed this with the person"},
    )
    how = text("How will it be looked into?", "The person reads this.", error="Say how it will be looked into")
    why = text(
        "If it takes longer than you said before: why?",
        "The person is told.",
        error="",
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.complaint.answer_by is None:
            del self.fields["why"]

    @property
    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "agreed": self.cleaned_data["agreed"] == "yes"}


class AnswerForm(StepForm):
    outcome = forms.ChoiceField(
        label="What did you find?",
        choices=FOUND,
        widget=Radios,
        error_messages={"required": "Choose what you found"},
    )
    words = text(
        "Your answer",
        "How you looked into it, what you found, and what you are sorry for. The person reads this.",
        error="Write your answer",
        rows=10,
        most=LONGEST * 2,
    )
    put_right = text(
        "What have we done, or what will we do, to put it right?",
        "With a day for each. If nothing is needed, say why.",
        error="Say what we do to put it right, or why nothing is needed",
        rows=4,
    )

    @property
    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "outcome": Outcome(self.cleaned_data["outcome"])}


class AgainForm(StepForm):
    answer_by = DateField(label="By which day does the person get a new answer?")
    why = text("What is new?", "The person reads this.", error="Say what is new", rows=4)


class OmbudsmanForm(StepForm):
    words = text("What do we know?", "The Ombudsman’s reference and dates. The person does not read this.",
                 error="Write the Ombudsman’s reference", rows=3)  # fmt: skip


class LearningForm(StepForm):
    learning = text(
        "What did we learn?",
        "What changes for everybody, who does it and by when. No names: others read this. If nothing, say so.",
        error="Say what we learned, or that there is nothing",
    )


class WithdrawForm(StepForm):
    why = text("What did the person tell you?", error="Say what the person told you", rows=3)


class NoteForm(StepForm):
    words = text("Note", "Colleagues who handle complaints read this. The person does not.", error="Write the note")


class GiveForm(StepForm):
    to = forms.ChoiceField(
        label="Who should handle it?", widget=Radios, error_messages={"required": "Choose who should handle it"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in who_may_handle(self.complaint)}
        cast(forms.ChoiceField, self.fields["to"]).choices = [(pk, user.name) for pk, user in self.people.items()]

    @property
    def given(self) -> dict[str, Any]:
        return {"to": self.people[self.cleaned_data["to"]]}


def council_staff() -> dict[str, User]:
    held = User.objects.filter(role_grants__ended_at=None, role_grants__isnull=False, is_active=True)
    return {str(user.pk): user for user in held.distinct().order_by("name", "pk")}


class SubjectsForm(StepForm):
    users = forms.MultipleChoiceField(
        label="Who at the council is it about?",
        help_text="They do not see it and cannot handle it.",
        widget=Checkboxes(small=True),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = council_staff()
        for subject in self.complaint.subjects.select_related("user"):
            self.people.setdefault(str(subject.user_id), subject.user)
        cast(forms.ChoiceField, self.fields["users"]).choices = [(pk, user.name) for pk, user in self.people.items()]

    @property
    def given(self) -> dict[str, Any]:
        return {"users": [self.people[pk] for pk in self.cleaned_data["users"]]}


class PassOnForm(StepForm):
    words = text(
        "What do we pass on?", "Take out what is private: health, money, other people.", error="Write what we pass on"
    )
    to = forms.ChoiceField(
        label="Who else should read it? (optional)",
        help_text="Somebody at the council, who tells their team.",
        required=False,
        widget=forms.Select,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = council_staff()
        cast(forms.ChoiceField, self.fields["to"]).choices = [
            ("", "Nobody else"),
            *((pk, user.name) for pk, user in self.people.items()),
        ]

    @property
    def given(self) -> dict[str, Any]:
        to = self.cleaned_data["to"]
        return {"words": self.cleaned_data["words"], "to": [self.people[to]] if to else []}
