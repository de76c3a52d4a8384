"""What a draft comes to: its visits and prices, and which question is next."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Outcome, Pot
from marketplace import pricing, words
from marketplace.models import Draft, Listing

STEPS = ("when", "length", "money", "outcome", "seller", "check")
NEEDED = {"when": ("first_on", "start"), "length": ("minutes", "weeks"), "money": ("pot",), "seller": ("agreed",)}


@dataclass(frozen=True)
class Quote:
    """The visits of a draft with their prices."""

    listing: Listing
    starts_at: tuple[datetime, ...]
    minutes: int
    prices: tuple[int, ...]

    @property
    def total_pence(self) -> int:
        return sum(self.prices)

    @property
    def weeks(self) -> int:
        return len(self.starts_at)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Each visit in words, with its price."""
        times = [words.lasting(start, self.minutes) for start in self.starts_at]
        return [(words.when(*time), pence) for time, pence in zip(times, self.prices, strict=True)]

    @property
    def summary(self) -> str:
        """3 visits of 2 hours"""
        of = f" of {words.length(self.minutes)}" if self.minutes else ""
        return words.visits(self.weeks, self.listing.unit) + of


def quote(listing: Listing, answers: dict[str, Any]) -> Quote | None:
    """None until the questions of time are answered, or where the offer has changed so that they no longer fit."""
    if not {"first_on", "start", "minutes", "weeks"} <= answers.keys():
        return None
    days = pricing.weekly_days(date.fromisoformat(answers["first_on"]), answers["weeks"])
    start = time.fromisoformat(answers["start"])
    zone = ZoneInfo(settings.TIME_ZONE)
    try:
        prices = tuple(pricing.visit_pence(listing.terms, day, answers["minutes"]) for day in days)
    except pricing.TooShort:
        return None
    starts = tuple(datetime.combine(day, start, zone) for day in days)
    return Quote(listing, starts, answers["minutes"], prices)


def of(draft: Draft) -> Quote:
    """The quote of a draft whose questions of time are answered."""
    found = quote(draft.listing, draft.answers)
    if found is None:
        raise ValueError("The visits of this draft have no price")
    return found


def chosen_pot(draft: Draft) -> Pot | None:
    pots = Pot.objects.filter(
        pk=draft.answers.get("pot"), person=draft.person, closed_at=None, available__isnull=False, is_set_aside=False
    )
    return pots.select_related("outcome", "budget").first()


def chosen_outcome(draft: Draft) -> Outcome | None:
    pot = chosen_pot(draft)
    if pot is not None and pot.outcome:
        return pot.outcome
    return Outcome.objects.filter(pk=draft.answers.get("outcome")).first()


def asks_outcome(draft: Draft) -> bool:
    """Budget money that is not set aside for one outcome: then the person says what it is for."""
    pot = chosen_pot(draft)
    return pot is not None and pot.outcome_id is None and pot.budget_id is not None


def steps_of(draft: Draft) -> list[str]:
    return [step for step in STEPS if step != "outcome" or asks_outcome(draft)]


def first_open(draft: Draft) -> str:
    """The first question without an answer; "check" when there is none."""
    for step in steps_of(draft):
        needed = ("outcome",) if step == "outcome" else NEEDED.get(step, ())
        if not set(needed) <= draft.answers.keys():
            return step
        if step == "length" and quote(draft.listing, draft.answers) is None:
            return step
        if step == "money" and chosen_pot(draft) is None:
            return step
    return "check"
