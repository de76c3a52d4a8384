"""Agree a personal budget by outcome, and record how it is held."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.actions.budgets import PotPlan
from accounts.forms.fields import MoneyField, ReferenceField
from accounts.models import ContactFormat, Outcome, Person, PersonalBudget, Pot
from accounts.models import WayOfHolding as Way
from design.fields import DateField
from design.formats import day
from design.widgets import Checkboxes, Radios

CARE, CARER = "care", "carer"
NET, GROSS = "net", "gross"
EMERGENCIES = "Set aside for emergencies"
MOST = 1_000_000


class BudgetForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is it for?",
        choices=[(CARE, "Their own care and support"), (CARER, "Support for them as a carer")],
        widget=Radios(),
        error_messages={"required": "Choose what the budget is for"},
    )
    contingency = MoneyField(
        label=EMERGENCIES, help_text="A week. It builds up until it is needed.", at_most=MOST, required=False
    )
    starts_on = DateField(label="First day", error_messages={"required": "Enter the first day, like 27 3 2027"})
    ends_on = DateField(label="Last day, if it is for a time only", required=False)
    contribution = forms.ChoiceField(
        label="Does the person pay a contribution?",
        choices=[
            (NET, "We take it off before we pay, or there is none"),
            (GROSS, "We pay the whole budget, and the person pays us the contribution"),
        ],
        widget=Radios(),
        error_messages={"required": "Choose how the contribution is paid"},
    )
    reassessment = ReferenceField(
        label="Reference of the reassessment, if the budget is smaller than before",
        help_text="A budget is not made smaller without one.",
        required=False,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        self.outcomes = list(Outcome.objects.all())
        super().__init__(data, **kwargs)
        for outcome in self.outcomes:
            field = MoneyField(label=outcome.name, help_text=outcome.description, at_most=MOST, required=False)
            self.fields[self.key(outcome)] = field

    @staticmethod
    def key(outcome: Outcome) -> str:
        return f"outcome_{outcome.pk}"

    @property
    def amounts(self) -> list[Any]:
        """The fields of the outcomes, for the page."""
        return [self[self.key(outcome)] for outcome in self.outcomes]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.outcomes and not self.errors and not self.plans():
            self.add_error(self.key(self.outcomes[0]), "Enter an amount a week for at least one outcome")
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be on or after the first day")
        if starts and not 2000 <= starts.year < 2100:
            self.add_error("starts_on", "Enter a year from 2000 to 2099")
        return given

    def plans(self) -> list[PotPlan]:
        given = self.cleaned_data
        sums = [(outcome, given.get(self.key(outcome)) or 0) for outcome in self.outcomes]
        plans = [PotPlan(outcome.name, pence, outcome) for outcome, pence in sums if pence]
        if plans and (spare := given.get("contingency") or 0):
            plans.append(PotPlan(EMERGENCIES, spare, None, is_contingency=True))
        return plans

    def weekly_pence(self) -> int:
        return sum(plan.weekly_pence for plan in self.plans())

    def terms(self) -> dict[str, Any]:
        """For `budgets.agree`. What is agreed by the week is paid every four weeks."""
        given = self.cleaned_data
        return {
            "amount_pence": self.weekly_pence() * 4,
            "period": PersonalBudget.Period.FOUR_WEEKS,
            "pots": self.plans(),
            "starts_on": given["starts_on"],
            "ends_on": given["ends_on"],
            "is_gross": given["contribution"] == GROSS,
            "is_for_caring": given["kind"] == CARER,
            "reassessment": given["reassessment"],
        }


class ChoiceForm(forms.Form):
    """Which ways the person was shown and how, and which she chose for each part of her budget."""

    shown = forms.MultipleChoiceField(
        label="Which ways was the person shown?",
        choices=Way.choices,
        widget=Checkboxes(),
        error_messages={"required": "Tick the ways that the person was shown"},
    )
    shown_format = forms.ChoiceField(
        label="How were they shown?",
        choices=ContactFormat.choices,
        widget=Radios(),
        error_messages={"required": "Choose how they were shown"},
    )
    helped_by = forms.CharField(
        label="Who helped them to choose, if anybody?",
        help_text="Name, and who they are: “Samuel Osei, social worker”.",
        max_length=150,
        required=False,
    )
    provider = forms.CharField(
        label="Which provider, if a provider looks after some of it?", max_length=150, required=False
    )

    def __init__(self, data: Any = None, *, person: Person, pots: list[Pot]) -> None:
        self.person, self.pots = person, pots
        super().__init__(data, initial={"shown_format": person.contact_format})
        for pot in pots:
            self.fields[self.key(pot)] = forms.ChoiceField(
                label=pot.label,
                choices=[("", "Choose"), *Way.choices],
                initial=pot.held_as if pot.choice_id or pot.card_account_id else "",
                error_messages={"required": f"Choose how “{pot.label}” is held"},
            )

    @staticmethod
    def key(pot: Pot) -> str:
        return f"pot_{pot.pk}"

    @property
    def parts(self) -> list[Any]:
        return [self[self.key(pot)] for pot in self.pots]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = set(self.ways().values())
        shown = set(given.get("shown", []))
        if shown and (missing := chosen - shown):
            self.add_error("shown", f"Nobody chooses what they were not shown: {Way(missing.pop()).label.lower()}")
        if Way.CARD_ACCOUNT in chosen and "shown" in given:
            self._check_card(given, shown)
        if Way.PROVIDER in chosen and not given.get("provider"):
            self.add_error("provider", "Enter the name of the provider who looks after it")
        return given

    def _check_card(self, given: dict[str, Any], shown: set[str]) -> None:
        if shown != set(Way.values) and "shown" not in self.errors:
            self.add_error("shown", "A card account opens only when the person was shown all the other ways")
        if given.get("shown_format") not in (None, self.person.contact_format):
            way = self.person.get_contact_format_display()
            self.add_error("shown_format", f"A card account opens only when they were shown in their own way: {way}")

    def ways(self) -> dict[int, Way]:
        given = self.cleaned_data
        return {pot.pk: Way(given[self.key(pot)]) for pot in self.pots if given.get(self.key(pot))}


def starting(today: Any = None) -> dict[str, Any]:
    """What the budget's boxes begin with."""
    return {"starts_on": today or timezone.localdate(), "kind": CARE}


def lasts(starts_on: Any, ends_on: Any) -> str:
    return f"{day(starts_on)} to {day(ends_on)}" if ends_on else f"From {day(starts_on)}"
