"""What the lines of a support plan cost a week, and whether the weekly money covers them. Pure: whole pence in and out.

A year is 52 weeks here, as in the council's four-weekly payments: thirteen of four weeks. Each line is rounded once,
half a penny up, and a total is the sum of rounded lines, so that a page always adds up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marketplace.pricing import Unit, rounded


class Every(StrEnum):
    """How often something is bought: so many times in each of these."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    FOUR_WEEKS = "four_weeks"
    YEAR = "year"


WEEKS = {Every.WEEK: 1, Every.FORTNIGHT: 2, Every.FOUR_WEEKS: 4, Every.YEAR: 52}


@dataclass(frozen=True)
class Pattern:
    """How much of something, how often. `minutes` only count where the price is for an hour."""

    unit: Unit
    minutes: int
    times: int
    every: Every


def weekly_pence(pattern: Pattern, price_pence: int) -> int:
    """The price of all of it in a week. A price for an hour is multiplied by the minutes first."""
    minutes, share = _length(pattern)
    return rounded(price_pence * pattern.times * minutes, share * WEEKS[pattern.every])


def whole_pence(pattern: Pattern, price_pence: int) -> int:
    """The price of all of it in one of its spans: of a year, where it is bought so many times a year."""
    minutes, share = _length(pattern)
    return rounded(price_pence * pattern.times * minutes, share)


def _length(pattern: Pattern) -> tuple[int, int]:
    return (pattern.minutes, 60) if pattern.unit is Unit.HOUR else (1, 1)


def is_reduction(weekly: int, contingency: int, before_weekly: int, before_contingency: int) -> bool:
    """Whether either sum is lower than what was agreed: that needs a reassessment (Care Act 2014 s.27)."""
    return weekly < before_weekly or contingency < before_contingency


def middle(prices: Sequence[int]) -> int:
    """The middle one; of two in the middle, the lower: a price that somebody really asks."""
    return sorted(prices)[(len(prices) - 1) // 2]


@dataclass(frozen=True)
class Cover:
    """One purpose beside its weekly money. What its own pots do not cover comes from money set aside for no purpose."""

    needed_pence: int
    own_pence: int
    from_general_pence: int

    @property
    def short_pence(self) -> int:
        return max(self.needed_pence - self.own_pence - self.from_general_pence, 0)


def cover(needed: Mapping[int, int], own: Mapping[int, int], general: int) -> dict[int, Cover]:
    """Weekly pence by purpose: needed, set aside for it, and set aside for no purpose. The first that is short is
    helped first; money set aside for one purpose never pays for another."""
    found = {}
    for purpose, pence in needed.items():
        mine = own.get(purpose, 0)
        helped = min(max(pence - mine, 0), general)
        general -= helped
        found[purpose] = Cover(pence, mine, helped)
    return found
