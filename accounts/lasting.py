"""How long somebody's own money lasts: at home without help, at home with help, in a care home. Pure.

Whole pence in and out; costs and income are for one week. Week by week, what a week costs beyond what comes in is
taken from savings. Once a year (52 weeks) prices and income go up, each by its own percent, worked out from the first
year's sums as `Decimal` and rounded to the nearest penny. No interest, tax or gifts; no help from anybody.

Two limits count, those of the Care and Support (Charging and Assessment of Resources) Regulations 2014 (SI 2014/2672):

- UPPER, £23,250, regulation 12: above it a council may not pay towards a permanent place in a care home, and need not
  pay towards other care. At exactly the limit it may.
- LOWER, £14,250, regulation 25: between the two savings count as £1 a week of income for each £250 or part of it;
  at or below the lower limit they do not count.

The value of the home somebody lives in is no part of this sum. It may count for a care home, after the first 12 weeks
(schedule 2, paragraph 2 of the same regulations); a deferred payment agreement can put the bill off (Care Act 2014,
s.34, and the Care and Support (Deferred Payment) Regulations 2014, SI 2014/2671). It is usually not counted for help at
home (Care and support statutory guidance, annex B).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

UPPER_PENCE, LOWER_PENCE = 23_250_00, 14_250_00
YEARS, WEEKS_A_YEAR, MONTHS_A_YEAR = 30, 52, 12

# Wages are most of what care costs, and the lowest that the law allows went up by 4.1% in April 2026, to £12.71.
PRICE_RISE = Decimal(4)
# What the Bank of England is asked to keep the rise of prices at. Pensions mostly follow prices, some do not at all.
INCOME_RISE = Decimal(2)


class Way(StrEnum):
    AT_HOME = "at_home"
    WITH_HELP = "with_help"
    CARE_HOME = "care_home"


@dataclass(frozen=True)
class Means:
    """What there is and what comes in. The rises are percent a year; nothing is below zero."""

    savings_pence: int
    income_pence: int
    price_rise: Decimal = PRICE_RISE
    income_rise: Decimal = INCOME_RISE


@dataclass(frozen=True)
class Costs:
    """What a week costs now. None: not known, and then that way is not worked out."""

    home_pence: int
    help_pence: int | None = None
    care_home_pence: int | None = None


@dataclass(frozen=True)
class Lasting:
    """One way. `to_upper` and `to_lower`: whole weeks until savings are at the limit or below, 0 when they are now,
    None when that does not happen within YEARS. `months`: savings now and after each month, never below 0."""

    cost_pence: int
    gap_pence: int
    to_upper: int | None
    to_lower: int | None
    is_covered: bool
    months: tuple[int, ...]


def ways(means: Means, costs: Costs) -> dict[Way, Lasting]:
    """Each way whose cost is known. In a care home the fee takes the place of what living at home costs."""
    found = {Way.AT_HOME: lasts(means, costs.home_pence)}
    if costs.help_pence is not None:
        found[Way.WITH_HELP] = lasts(means, costs.home_pence + costs.help_pence)
    if costs.care_home_pence is not None:
        found[Way.CARE_HOME] = lasts(means, costs.care_home_pence)
    return found


def lasts(means: Means, cost_pence: int) -> Lasting:
    weeks = [means.savings_pence, *_after_each_week(means, cost_pence)]
    return Lasting(
        cost_pence=cost_pence,
        gap_pence=max(cost_pence - means.income_pence, 0),
        to_upper=_first_at(UPPER_PENCE, weeks),
        to_lower=_first_at(LOWER_PENCE, weeks),
        is_covered=all(change >= 0 for change in _changes(means, cost_pence)),
        months=tuple(weeks[month * WEEKS_A_YEAR // MONTHS_A_YEAR] for month in range(YEARS * MONTHS_A_YEAR + 1)),
    )


def _after_each_week(means: Means, cost_pence: int) -> Iterator[int]:
    left = means.savings_pence
    for change in _changes(means, cost_pence):
        for _ in range(WEEKS_A_YEAR):
            left = max(left + change, 0)
            yield left


def _changes(means: Means, cost_pence: int) -> list[int]:
    """What one week of each year adds to savings, or takes from them."""
    return [
        grown(means.income_pence, means.income_rise, year) - grown(cost_pence, means.price_rise, year)
        for year in range(YEARS)
    ]


def _first_at(limit_pence: int, weeks: list[int]) -> int | None:
    return next((week for week, left in enumerate(weeks) if left <= limit_pence), None)


def grown(pence: int, percent: Decimal, years: int) -> int:
    """10000 at 4 percent: 10400 after one year, 10816 after two."""
    return _whole(pence * (1 + percent / 100) ** years)


def of_hours(hours: Decimal, price_pence: int) -> int:
    """A week of help: 7.5 hours at £23.33 are £174.98."""
    return _whole(hours * price_pence)


def _whole(pence: Decimal) -> int:
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))
