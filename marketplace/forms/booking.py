"""The questions of a booking. Each keeps what was typed; `answers()` is what the draft remembers."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Outcome
from design.fields import DateField, TimeField
from design.widgets import AffixInput, Radios
from marketplace import words
from marketplace.actions import clashes, places
from marketplace.actions.orders import FURTHEST, MOST_VISITS, TOO_SOON
from marketplace.models import Listing
from marketplace.queries import diaries, quotes
from marketplace.queries.spending import PotChoice
from marketplace.states import NOTICE

STEP = 15
LONGEST = 12 * 60


class WhenForm(forms.Form):
    first_on = DateField(label="What day?", help_text="For example, 27 3 2027")
    start = TimeField(label="What time should it start?", help_text="For example, 9:30am or 2pm")

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.listing = listing
        if listing.unit == "item":
            self.fields["start"].label = "What time suits you?"

    def clean_first_on(self) -> date:
        day: date = self.cleaned_data["first_on"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError("The day must be today or later", "past")
        if day > today + FURTHEST:
            raise ValidationError("The day must be within a year", "far")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first_on") and data.get("start"):
            self._check(self.starts_at())
        return data

    def _check(self, start: datetime) -> None:
        """Late enough to be answered, and the assistant is with nobody else then."""
        now = timezone.now()
        if start <= now:
            self.add_error("start", ValidationError("That time has passed. Choose a later one", "past"))
        elif start < now + NOTICE:
            self.add_error("start", ValidationError(TOO_SOON, "soon"))
        elif booked := clashes.met(self.listing, diaries.spans([start], self.listing.minimum_minutes)):
            self.add_error("start", ValidationError(booked, "booked"))
        elif full := places.met(self.listing, [start], self.listing.minimum_minutes):
            self.add_error("start", ValidationError(full, "full"))

    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["first_on"], self.cleaned_data["start"]))

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"first_on": data["first_on"].isoformat(), "start": data["start"].strftime("%H:%M")}


def lengths(shortest: int) -> list[tuple[int, str]]:
    first = max(shortest, STEP)
    steps = {first, *range(-(-first // STEP) * STEP, max(LONGEST, first) + 1, STEP)}
    return [(minutes, words.length(minutes)) for minutes in sorted(steps)]


def offer_lengths(form: forms.Form, shortest: int) -> None:
    field = form.fields["minutes"]
    assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 (for the type checker)
    field.choices = lengths(shortest)


class LengthForm(forms.Form):
    minutes = forms.TypedChoiceField(label="How long?", coerce=int)
    repeat = forms.ChoiceField(
        label="How often?",
        choices=[("once", "Just once"), ("weekly", "Every week, on the same day")],
        widget=Radios,
        error_messages={"required": "Choose just once or every week"},
    )
    weeks = forms.IntegerField(
        label="For how many weeks?",
        help_text=f"Only if you want it every week. From 2 to {MOST_VISITS}.",
        required=False,
        widget=AffixInput(suffix="weeks", attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Enter the number of weeks, like 6"},
    )

    def __init__(self, *args: Any, listing: Listing, asked: dict[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.listing, self.asked = listing, asked
        if listing.is_hourly:
            offer_lengths(self, listing.minimum_minutes)
        else:
            del self.fields["minutes"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("repeat") == "weekly" and "weeks" not in self.errors:
            weeks = data.get("weeks")
            if weeks is None:
                self.add_error("weeks", ValidationError("Enter for how many weeks", "required"))
            elif not 2 <= weeks <= MOST_VISITS:
                self.add_error("weeks", ValidationError(f"Enter a number from 2 to {MOST_VISITS}", "range"))
        if not self.errors:
            self._check_diary()
        return data

    def _check_diary(self) -> None:
        """Every one of the visits, as long as they are to be, finds the assistant with nobody else."""
        made = quotes.quote(self.listing, {**self.asked, **self.answers()})
        if made and (booked := clashes.met(self.listing, diaries.spans(made.starts_at, made.minutes))):
            field = "minutes" if self.listing.is_hourly else "repeat"
            self.add_error(field, ValidationError(booked, "booked"))

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        weeks = data["weeks"] if data["repeat"] == "weekly" else 1
        return {"minutes": data.get("minutes", self.listing.minimum_minutes), "weeks": weeks}


OWN_CARD = "card"


class MoneyForm(forms.Form):
    """`own_card` names whose card can pay, where one can: "your own card"."""

    def __init__(self, *args: Any, choices: list[PotChoice], hints: bool = True, own_card: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        enough = [choice for choice in choices if choice.enough]
        left = {
            str(choice.pot.pk): f"Now: {choice.before_words}. After this: {choice.after_words}." for choice in enough
        }
        offered: list[tuple[int | str, str]] = [(choice.pot.pk, choice.pot.label) for choice in enough]
        told = left if hints else {}
        if own_card:
            offered.append((OWN_CARD, f"Pay with {own_card}"))
            told = {**told, OWN_CARD: "You pay on the next pages. What is not needed goes back to the card."}
        self.fields["pot"] = forms.ChoiceField(
            label="Which money will you use?",
            choices=offered,
            widget=Radios(hints=told),
            error_messages={"required": "Choose which money to use"},
        )

    @property
    def by_card(self) -> bool:
        return bool(self.cleaned_data["pot"] == OWN_CARD)

    def answers(self) -> dict[str, Any]:
        return {"pot": int(self.cleaned_data["pot"])}


class OutcomeForm(forms.Form):
    outcome = forms.ModelChoiceField(
        Outcome.objects.all(),
        label="What will this help with?",
        widget=Radios,
        empty_label=None,
        error_messages={"required": "Choose what this will help with"},
    )

    def answers(self) -> dict[str, Any]:
        return {"outcome": self.cleaned_data["outcome"].pk}


class SellerForm(forms.Form):
    """The words that the law asks for, each only where it applies."""

    start_early = forms.BooleanField(
        error_messages={"required": "Tick the box if the visits may start in the first 14 days"}
    )
    not_household = forms.BooleanField(
        error_messages={"required": "Tick the box if they are not a close relative who lives with you"}
    )

    def __init__(self, *args: Any, seller: str, early: bool, household: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["start_early"].label = f"I ask {seller} to start within the 14 days"
        self.fields["start_early"].help_text = (
            "You can still cancel. You pay for visits that have already happened. "
            "When every visit has happened, there is nothing left to cancel."
        )
        self.fields[
            "not_household"
        ].label = f"{seller} is not my husband, wife, partner or close relative living in my home"
        self.fields[
            "not_household"
        ].help_text = (
            "The law says that a personal budget cannot pay them, unless the council agrees that it is needed."
        )
        if not early:
            del self.fields["start_early"]
        if not household:
            del self.fields["not_household"]

    def answers(self) -> dict[str, Any]:
        given = {name: bool(self.cleaned_data.get(name)) for name in ("start_early", "not_household")}
        return {**given, "agreed": True}
