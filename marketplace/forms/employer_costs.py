"""What an employer says: to whom a calculation belongs, what is due, and what the council answers."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.forms.fields import MoneyField
from accounts.models import Pot
from design.fields import DateField
from design.widgets import Radios
from marketplace.models import EmployedAssistant, EmployerPayment

NOBODY = "nobody"
AGREE, TALK = "agree", "talk"


class SendForm(forms.Form):
    """Whose costs these are, and which part of the budget pays the wage. The sum itself travels in hidden boxes."""

    employed = forms.ChoiceField(
        label="Who is it for?", widget=Radios(), error_messages={"required": "Choose who it is for"}
    )
    pot = forms.ChoiceField(
        label="Which part of the budget pays the wage?",
        widget=Radios(),
        error_messages={"required": "Choose which part of the budget pays the wage"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        works: Iterable[EmployedAssistant],
        pots: Iterable[Pot],
        carried: Iterable[str],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.works = {str(one.pk): one for one in works}
        self.pots = {str(pot.pk): pot for pot in pots}
        people = [(key, one.personal_assistant.name) for key, one in self.works.items()]
        self.fields["employed"].choices = [*people, (NOBODY, "Nobody yet. I want to know first")]  # type: ignore[attr-defined]
        self.fields["pot"].choices = [(key, pot.label) for key, pot in self.pots.items()]  # type: ignore[attr-defined]
        if len(self.pots) == 1:
            self.initial["pot"] = next(iter(self.pots))
        for name in carried:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput())

    def chosen(self) -> tuple[EmployedAssistant | None, Pot]:
        return self.works.get(self.cleaned_data["employed"]), self.pots[self.cleaned_data["pot"]]


class PayForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is due?",
        choices=EmployerPayment.Kind.choices,
        widget=Radios(),
        error_messages={"required": "Choose what is due"},
    )
    pence = MoneyField(
        label="How much?",
        help_text="What your payroll service says is to be paid. For one hour of holiday, pay one hour’s wage.",
        at_most=20_000_00,
        error_messages={"required": "Enter how much, like 150"},
    )
    note = forms.CharField(
        label="For which days?", max_length=100, required=False, help_text="For example 3 to 7 August."
    )
    reference = forms.CharField(widget=forms.HiddenInput(), max_length=32)

    def __init__(self, data: Any = None, *, most_pence: int, **more: Any) -> None:
        super().__init__(data, initial={"reference": secrets.token_hex(12)}, **more)
        self.most_pence = most_pence


class AnswerForm(forms.Form):
    """A practitioner's: set aside from a day on, or talk about it first."""

    answer = forms.ChoiceField(
        label="What is your answer?", widget=Radios(), error_messages={"required": "Choose an answer"}
    )
    starts_on = DateField(label="From which day on is it set aside?", required=False)
    words = forms.CharField(
        label="What do you want to say to them?",
        help_text="They read it as you write it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": "Write what you want to say to them"},
    )

    def __init__(self, data: Any = None, *, may_agree: bool, today: date, **more: Any) -> None:
        super().__init__(data, initial={"starts_on": today}, **more)
        agree: Sequence[tuple[str, str]] = [(AGREE, "Agree: set it aside each week")] if may_agree else []
        self.fields["answer"].choices = [*agree, (TALK, "Talk about it first: nothing is set aside")]  # type: ignore[attr-defined]
        if not may_agree:
            del self.fields["starts_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == AGREE and not given.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", "Enter the first day")
        return given
