"""A usual week of visits, as somebody says it, and what it costs by the price rules of orders. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from design.formats import pounds
from marketplace import pricing, words
from marketplace.pricing import Terms, Unit

MONDAY = date(2026, 1, 5)  # any week: a price depends on the weekday alone
WEEKDAYS, WEEKEND = 5, 2
PERIOD = 4  # weeks in which the council pays a budget
PARTS = {"morning": "in the morning", "afternoon": "in the afternoon", "evening": "in the evening", "night": "at night"}


@dataclass(frozen=True)
class UsualWeek:
    """So many visits on Monday to Friday and at the weekend, each of so many minutes; "" is any time of day."""

    weekdays: int
    weekends: int
    minutes: int
    part: str = ""
    holidays: bool = False

    @property
    def days(self) -> list[date]:
        """The day of each visit: round the days of the week and of the weekend."""
        week = [MONDAY + timedelta(days=number % WEEKDAYS) for number in range(self.weekdays)]
        return week + [MONDAY + timedelta(days=WEEKDAYS + number % WEEKEND) for number in range(self.weekends)]

    @property
    def words(self) -> str:
        """3 visits of 1 hour a week, 1 of them at the weekend, in the evening"""
        visits = self.weekdays + self.weekends
        said = f"{words.visits(visits)} of {words.length(self.minutes)} a week"
        if self.weekends:
            said += ", at the weekend" if not self.weekdays else f", {self.weekends} of them at the weekend"
        said += f", {PARTS[self.part]}" if self.part else ""
        return said + (", bank holidays too" if self.holidays else "")


def week_pence(terms: Terms, usual: UsualWeek) -> int | None:
    """What the week comes to. None where it cannot be had so: a visit too short, or a thing that is no visit."""
    if terms.unit is Unit.ITEM:
        return None
    try:
        return pricing.total_pence(terms, usual.days, usual.minutes)
    except pricing.TooShort:
        return None


def visit_words(terms: Terms, usual: UsualWeek) -> str:
    """£16.50 a visit; A visit on a weekday £16.50, at the weekend £18.00"""
    saturday = MONDAY + timedelta(days=WEEKDAYS)
    asked = [(MONDAY, "on a weekday")] * bool(usual.weekdays) + [(saturday, "at the weekend")] * bool(usual.weekends)
    prices = {when: pricing.visit_pence(terms, day, usual.minutes) for day, when in asked}
    if len(set(prices.values())) == 1:
        return f"{pounds(next(iter(prices.values())))} a visit"
    return "A visit " + ", ".join(f"{when} {pounds(pence)}" for when, pence in prices.items())
