"""The questions of a support plan, and what a practitioner answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import MoneyField
from accounts.models import ContactFormat, Outcome
from design.widgets import AffixInput, Radios
from directory.models import TaxonomyTerm
from marketplace import words
from marketplace.actions.plan_lines import MOST_PENCE, Wanted
from marketplace.costing import Every, Pattern
from marketplace.forms.booking import LONGEST, STEP
from marketplace.models import PlanLine
from marketplace.models.plans import EVERY_CHOICES
from marketplace.models.terms import UNIT_CHOICES
from marketplace.pricing import Unit

UNIT_HINTS = {"hour": "Most support at home", "item": "Something you keep, like a grab rail"}
LENGTHS = [("", "Choose how long"), *((m, words.length(m)) for m in range(STEP, LONGEST + 1, STEP))]
MOST_TIMES = 1000


class OutcomeWordsForm(forms.Form):
    words = forms.CharField(
        label="What matters to you?",
        help_text="In your own words. For example: I want to get to my choir every week.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Write what matters to you",
            "max_length": "Write 500 characters or fewer",
        },
    )
    outcome = forms.ModelChoiceField(
        Outcome.objects.all(),
        label="Which of these is it most about?",
        widget=Radios,
        empty_label=None,
        error_messages={"required": "Choose what it is most about"},
    )


class LineForm(forms.Form):
    what = forms.CharField(
        label="What would you buy?",
        help_text="For example: somebody to go to choir with me",
        max_length=150,
        error_messages={"required": "Write what you would buy", "max_length": "Write 150 characters or fewer"},
    )
    kind = forms.ModelChoiceField(
        TaxonomyTerm.objects.filter(taxonomy__slug="need").order_by("name"),
        label="What kind of help is it?",
        help_text="You can leave this out. With it we can show you prices near you.",
        required=False,
        empty_label="None of these, or I do not know",
    )
    unit = forms.ChoiceField(
        label="What is the price for?",
        choices=UNIT_CHOICES,
        widget=Radios(hints=UNIT_HINTS),
        error_messages={"required": "Choose what the price is for"},
    )
    price = MoneyField(
        label="How much is one?",
        help_text="The price of an hour, a visit, a day or an item. If you do not know, write your best guess.",
        at_most=MOST_PENCE,
        error_messages={"required": "Enter the price, like 16.50"},
    )
    minutes = forms.TypedChoiceField(
        label="How long each time?",
        help_text="Only if the price is for an hour",
        choices=LENGTHS,
        coerce=int,
        required=False,
    )
    times = forms.IntegerField(
        label="How many times?",
        widget=AffixInput(suffix="times", attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter how many times, like 2", "invalid": "Enter a whole number, like 2"},
    )
    every = forms.ChoiceField(
        label="In how long?",
        help_text="If you need it once only, choose 1 time a year.",
        choices=EVERY_CHOICES,
        widget=Radios,
        error_messages={"required": "Choose in how long"},
    )

    def __init__(self, *args: Any, line: PlanLine | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.line = line

    def clean_times(self) -> int:
        times: int = self.cleaned_data["times"]
        if not 1 <= times <= MOST_TIMES:
            raise ValidationError(f"Enter a number from 1 to {MOST_TIMES}", "range")
        return times

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") == Unit.HOUR and "minutes" not in self.errors and not data.get("minutes"):
            self.add_error("minutes", ValidationError("Choose how long each time", "required"))
        return data

    def wanted(self) -> Wanted:
        """An offer that was picked stays with its line while unit and price do."""
        data, unit = self.cleaned_data, Unit(self.cleaned_data["unit"])
        minutes = data["minutes"] if unit is Unit.HOUR else 0
        pattern = Pattern(unit, minutes, data["times"], Every(data["every"]))
        line = self.line
        same = line is not None and (line.unit, line.price_pence) == (unit, data["price"])
        return Wanted(data["what"], pattern, data["price"], data["kind"], line.listing if line and same else None)


def of_line(line: PlanLine) -> dict[str, Any]:
    """What the form begins with."""
    names = ("what", "kind", "unit", "minutes", "times", "every")
    return {**{name: getattr(line, name) for name in names}, "price": line.price_pence}


class ContingencyForm(forms.Form):
    contingency = MoneyField(
        label="How much do you want to keep for emergencies?",
        help_text="In all, not each week. Enter 0 if you want to keep nothing.",
        at_least=0,
        at_most=MOST_PENCE,
        error_messages={"required": "Enter an amount, like 200. Enter 0 for nothing"},
    )


class FormatForm(forms.Form):
    read_in = forms.ChoiceField(
        label="How do you want to read your plan?",
        choices=ContactFormat.choices,
        widget=Radios,
        error_messages={"required": "Choose how you want to read your plan"},
    )


class SendBackForm(forms.Form):
    reasons = forms.CharField(
        label="What has to change, and why?",
        help_text="The person reads these words. Say plainly what to change.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Write what has to change, and why",
            "max_length": "Write 1,000 characters or fewer",
        },
    )


class AgreeForm(forms.Form):
    reassessment_reference = forms.CharField(
        label="Reference of the reassessment",
        help_text="This is less than was agreed before. The Care Act (section 27) asks for a reassessment first.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={
            "required": "Enter the reference of the reassessment",
            "max_length": "Use 40 letters and numbers or fewer",
        },
    )

    def __init__(self, *args: Any, reduced: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not reduced:
            del self.fields["reassessment_reference"]
