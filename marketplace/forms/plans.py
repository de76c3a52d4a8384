"""The questions of a support plan, and what a practitioner answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import MoneyField, ReferenceField
from accounts.models import ContactFormat, Outcome
from design.fields import DateField
from design.formats import miles
from design.widgets import AffixInput, Radios
from directory.models import TaxonomyTerm
from marketplace import words
from marketplace.actions.plan_lines import MOST_PENCE, Wanted
from marketplace.costing import Every, Pattern
from marketplace.forms.booking import LONGEST, STEP
from marketplace.models import Listing, PlanLine, ReviewOutcome
from marketplace.models.plans import EVERY_CHOICES
from marketplace.models.terms import UNIT_CHOICES
from marketplace.pricing import Unit
from marketplace.queries.local_prices import Offer

UNIT_HINTS = {"hour": "Most support at home", "item": "Something you keep, like a grab rail"}
LENGTHS = [("", "Choose how long"), *((m, words.length(m)) for m in range(STEP, LONGEST + 1, STEP))]
MOST_TIMES = 1000
NO_OFFER = "none"
REVIEW_HINTS = {
    "no_change": "The plan goes on as it is",
    "new_version": "The plan goes on as it is until the new version is agreed",
    "reassess": "Nothing is cut before that: a lower plan needs the reference of a reassessment (Care Act, section 27)",
}
ANSWERS = ("what", "kind", "listing", "unit", "price", "minutes", "times", "every")


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

    def __init__(self, *args: Any, called: str = "you", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = f"What matters to {called}?"
        if called != "you":
            self.fields["words"].help_text = "In their own words. For example: I want to get to my choir every week."


class WhatForm(forms.Form):
    what = forms.CharField(
        label="What would you buy?",
        help_text="For example: somebody to go to choir with me",
        max_length=150,
        error_messages={"required": "Write what you would buy", "max_length": "Write 150 characters or fewer"},
    )
    kind = forms.ModelChoiceField(
        TaxonomyTerm.objects.filter(taxonomy__slug="need").order_by("name"),
        label="What kind of help is it?",
        help_text="You can leave this out. With it we can show you what is on sale near you.",
        required=False,
        empty_label="None of these, or I do not know",
    )

    def answers(self) -> dict[str, Any]:
        kind = self.cleaned_data["kind"]
        return {"what": self.cleaned_data["what"], "kind": kind.pk if kind else None}


class OfferForm(forms.Form):
    """One of what is on sale, or none of it."""

    offer = forms.ChoiceField(
        label="Is it one of these?",
        widget=Radios,
        error_messages={"required": "Choose one of these, or say that you will write a price"},
    )

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.listings = {str(offer.listing.pk): offer.listing for offer in offers}
        choices = [(key, listing.title) for key, listing in self.listings.items()]
        self.fields["offer"].choices = [*choices, (NO_OFFER, "None of these: I will write a price")]  # type: ignore[attr-defined]
        hints = {str(offer.listing.pk): _offer_hint(offer) for offer in offers}
        self.fields["offer"].widget = widget = Radios(hints=hints)
        widget.choices = self.fields["offer"].choices  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """The price is the one that is asked today. It cannot be typed here."""
        listing = self.listings.get(self.cleaned_data["offer"])
        if listing is None:
            return {"listing": None}
        return {"listing": listing.pk, "unit": listing.unit, "price": listing.price_pence}


def _offer_hint(offer: Offer) -> str:
    far = f", about {miles(offer.miles)} away" if offer.miles is not None else ""
    return f"{words.price(offer.listing.terms)}, from {offer.listing.seller}{far}"


class PriceForm(forms.Form):
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

    def __init__(self, *args: Any, asked: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = asked

    def answers(self) -> dict[str, Any]:
        """An offer that was picked stays while unit and price do."""
        data = self.cleaned_data
        same = (self.asked.get("unit"), self.asked.get("price")) == (data["unit"], data["price"])
        return {"unit": data["unit"], "price": data["price"], "listing": self.asked.get("listing") if same else None}


class OftenForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label="How long each time?",
        choices=LENGTHS,
        coerce=int,
        error_messages={"required": "Choose how long each time"},
    )
    times = forms.IntegerField(
        label="How many times?",
        widget=AffixInput(suffix="times", attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter how many times, like 2", "invalid": "Enter a whole number, like 2"},
    )
    every = forms.ChoiceField(
        label="In how long?",
        help_text="If it is needed once only, choose 1 time a year.",
        choices=EVERY_CHOICES,
        widget=Radios,
        error_messages={"required": "Choose in how long"},
    )

    def __init__(self, *args: Any, unit: str, shortest: int = 0, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.shortest = shortest
        if unit != Unit.HOUR:
            del self.fields["minutes"]
        elif shortest:
            self.fields["minutes"].help_text = f"They come for {words.length(shortest)} or more."

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes < self.shortest:
            raise ValidationError(f"Choose {words.length(self.shortest)} or more: they do not come for less", "short")
        return minutes

    def clean_times(self) -> int:
        times: int = self.cleaned_data["times"]
        if not 1 <= times <= MOST_TIMES:
            raise ValidationError(f"Enter a number from 1 to {MOST_TIMES}", "range")
        return times

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"minutes": data.get("minutes", 0), "times": data["times"], "every": data["every"]}


def of_line(line: PlanLine) -> dict[str, Any]:
    """The answers that a line was written from."""
    names = {"price": "price_pence", "kind": "kind_id", "listing": "listing_id"}
    return {name: getattr(line, names.get(name, name)) for name in ANSWERS}


def wanted(answers: dict[str, Any]) -> Wanted:
    """What was answered, as the line that it makes. What is gone meanwhile (a kind of help) is left out."""
    unit = Unit(answers["unit"])
    pattern = Pattern(unit, answers["minutes"] if unit is Unit.HOUR else 0, answers["times"], Every(answers["every"]))
    kind = TaxonomyTerm.objects.filter(pk=answers.get("kind") or 0).first()
    listing = Listing.objects.filter(pk=answers.get("listing") or 0).first()
    return Wanted(answers["what"], pattern, answers["price"], kind, listing)


class ContingencyForm(forms.Form):
    contingency = MoneyField(
        label="How much do you want to keep for emergencies?",
        help_text="In all, not each week. Enter 0 if you want to keep nothing.",
        at_least=0,
        at_most=MOST_PENCE,
        error_messages={"required": "Enter an amount, like 200. Enter 0 for nothing"},
    )

    def __init__(self, *args: Any, called: str = "you", **kwargs: Any):
        super().__init__(*args, **kwargs)
        if called != "you":
            self.fields["contingency"].label = f"How much does {called} want to keep for emergencies?"


class FormatForm(forms.Form):
    read_in = forms.ChoiceField(
        label="How do you want to read your plan?",
        choices=ContactFormat.choices,
        widget=Radios,
        error_messages={"required": "Choose how to read the plan"},
    )

    def __init__(self, *args: Any, called: str = "you", **kwargs: Any):
        super().__init__(*args, **kwargs)
        if called != "you":
            self.fields["read_in"].label = f"How does {called} want to read the plan?"


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
    review_on = DateField(
        label="When should we look at this plan again?",
        required=False,
        help_text="Not more than 12 months away (statutory guidance, chapter 13). Sooner where things may change.",
    )
    reassessment_reference = ReferenceField(
        label="Reference of the reassessment",
        help_text="This is less than was agreed before. The Care Act (section 27) asks for a reassessment first.",
        error_messages={"required": "Enter the reference of the reassessment"},
    )

    def __init__(self, *args: Any, reduced: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not reduced:
            del self.fields["reassessment_reference"]


class ReviewForm(forms.Form):
    """What came of a review that took place."""

    held_on = DateField(label="When did you talk?")
    said = forms.CharField(
        label="What was said?",
        help_text="What works, what does not, what has changed. The person reads these words.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write what was said", "max_length": "Write 3,000 characters or fewer"},
    )
    outcome = forms.ChoiceField(
        label="What happens now?",
        choices=ReviewOutcome.choices,
        widget=Radios(hints=REVIEW_HINTS),
        error_messages={"required": "Choose what happens now"},
    )
    next_on = DateField(
        label="When is the next review?", help_text="Not more than 12 months away (statutory guidance, chapter 13)."
    )


class AskReviewForm(forms.Form):
    words = forms.CharField(
        label="Is there something we should know?",
        help_text="You can leave this empty. For example: I was in hospital, or my carer cannot go on.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Write 1,000 characters or fewer"},
    )
