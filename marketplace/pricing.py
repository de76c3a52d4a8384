"""What a visit costs and what is owed when it does not go to plan. Pure: whole pence in, whole pence out.

Rounding: a price an hour is multiplied by minutes first, then rounded once, half a penny up. A visit is priced by
the day on which it starts. Bank holidays cost the same as other days unless a listing says otherwise (none can yet).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

SATURDAY = 5
COOLING_OFF = timedelta(days=14)  # Consumer Contracts Regulations 2013, regulation 30


class Unit(StrEnum):
    """What one price buys."""

    HOUR = "hour"
    VISIT = "visit"
    DAY = "day"
    ITEM = "item"


@dataclass(frozen=True)
class Terms:
    """The price and notice terms of an offer, as they stood when somebody ordered."""

    unit: Unit
    price_pence: int
    weekend_price_pence: int | None = None
    minimum_minutes: int = 0
    free_cancel_hours: int = 24
    late_cancel_percent: int = 0


class TooShort(ValueError):
    """The visit is shorter than the shortest one on offer."""


def rounded(pence_times: int, divisor: int) -> int:
    """Divide whole pence and round half up, without floats."""
    return (2 * pence_times + divisor) // (2 * divisor)


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def unit_pence(terms: Terms, day: date) -> int:
    """The price of one unit on that day."""
    if is_weekend(day) and terms.weekend_price_pence is not None:
        return terms.weekend_price_pence
    return terms.price_pence


def visit_pence(terms: Terms, day: date, minutes: int) -> int:
    """What a visit of so many minutes costs. Minutes only count where the price is for an hour."""
    if terms.unit is not Unit.HOUR:
        return unit_pence(terms, day)
    if minutes < terms.minimum_minutes or minutes <= 0:
        raise TooShort(minutes)
    return rounded(unit_pence(terms, day) * minutes, 60)


def delivered_pence(terms: Terms, day: date, agreed_minutes: int, delivered_minutes: int) -> int:
    """What a visit costs when it was shorter than agreed: the time given, but at least the minimum visit."""
    if terms.unit is not Unit.HOUR:
        return unit_pence(terms, day)
    charged = max(min(delivered_minutes, agreed_minutes), min(terms.minimum_minutes, agreed_minutes))
    return rounded(unit_pence(terms, day) * charged, 60)


def weekly_days(first: date, weeks: int) -> list[date]:
    """The same weekday for so many weeks, the first day included."""
    return [first + timedelta(weeks=number) for number in range(weeks)]


def total_pence(terms: Terms, days: Iterable[date], minutes: int) -> int:
    return sum(visit_pence(terms, day, minutes) for day in days)


def cooling_off_ends_on(agreed_on: date) -> date:
    """The last day of the 14-day right to cancel: counted from the day after the contract was made."""
    return agreed_on + COOLING_OFF


def starts_in_cooling_off(first_visit_on: date, agreed_on: date) -> bool:
    """Whether the person must ask in so many words for the work to start before the 14 days are over."""
    return first_visit_on <= cooling_off_ends_on(agreed_on)


def cancel_pence(terms: Terms, price_pence: int, starts_at: datetime, at: datetime, free: bool = False) -> int:
    """What the person owes for cancelling a visit that has not begun.

    Nothing with enough notice, nothing in the 14 days of the right to cancel (`free`), and nothing, ever, when it is
    the seller who cancels. Otherwise the late percentage of that visit's price.
    """
    if free or starts_at - at >= timedelta(hours=terms.free_cancel_hours):
        return 0
    return rounded(price_pence * terms.late_cancel_percent, 100)
