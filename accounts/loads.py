"""Which days a budget pays for, in which four weeks, and how many pence. Pure.

A budget pays for whole days. Four-week periods follow one another without a gap from a calendar day. What a run of days
is worth is a difference of two running totals, so that however a stretch is cut into runs (a start in the middle of a
period, a pause, an end), the parts come to the whole to the penny.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK, FOUR_WEEKS, YEAR = "week", "four_weeks", "year"
LENGTHS = {WEEK: 7, FOUR_WEEKS: 28}  # days that the amount pays for; a year is 365 or 366
PERIOD = timedelta(days=28)
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Days:
    """A run of days, first and last included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.first} to {self.last} is no run of days")

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + DAY * number for number in range(len(self)))


@dataclass(frozen=True)
class Rate:
    """So many pence for each `per`, from `first` to `last` (None: until further notice), both included."""

    pence: int
    per: str
    first: date
    last: date | None = None

    def of(self, days: Days) -> int:
        """Pence for these days, to the nearest penny of the running total; days outside the rate's own are free."""
        first, last = max(days.first, self.first), min(days.last, self.last or date.max)
        return self._until(last) - self._until(first - DAY) if first <= last else 0

    def _until(self, day: date) -> int:
        """Pence from the first day to this one."""
        if day < self.first:
            return 0
        if self.per != YEAR:
            return nearest(self.pence * ((day - self.first).days + 1), LENGTHS[self.per])
        years = full_years(self.first, day + DAY)
        began = anniversary(self.first, years)
        length = (anniversary(self.first, years + 1) - began).days
        return self.pence * years + nearest(self.pence * ((day - began).days + 1), length)


def nearest(pence: int, parts: int) -> int:
    """pence / parts, to the nearest penny, half a penny up."""
    return (2 * pence + parts) // (2 * parts)


def anniversary(first: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return date(first.year + years, 3, 1)


def full_years(first: date, day: date) -> int:
    years = day.year - first.year
    return years if anniversary(first, years) <= day else years - 1


def four_weeks(day: date, calendar: date) -> Days:
    """The period that a day is in. `calendar` is the first day of any period, earlier or later."""
    first = calendar + (day - calendar) // PERIOD * PERIOD
    return Days(first, first + PERIOD - DAY)


def payable(first: date, last: date, pauses: Iterable[Days]) -> list[Days]:
    """Days that a budget pays for from first to last: those in no pause."""
    return without([Days(first, last)], pauses) if first <= last else []


def without(days: Iterable[Days], taken: Iterable[Days]) -> list[Days]:
    """The first days less the others, in order, as runs that do not touch one another."""
    left = joined(days)
    for away in joined(taken):
        left = [part for run in left for part in cut(run, away)]
    return left


def cut(run: Days, away: Days) -> list[Days]:
    if away.last < run.first or run.last < away.first:
        return [run]
    parts = []
    if run.first < away.first:
        parts.append(Days(run.first, away.first - DAY))
    if away.last < run.last:
        parts.append(Days(away.last + DAY, run.last))
    return parts


def joined(days: Iterable[Days]) -> list[Days]:
    """The same days, in order, runs that touch or overlap made one."""
    found: list[Days] = []
    for run in sorted(days):
        if found and (run.first - found[-1].last).days <= 1:
            found[-1] = Days(found[-1].first, max(found[-1].last, run.last))
        else:
            found.append(run)
    return found


def standing(loaded: Iterable[Days], taken_back: Iterable[Days]) -> tuple[list[Days], list[Days]]:
    """Days that are loaded now, and those loaded more often than once: there must be none of these."""
    times = Counter(day for run in loaded for day in run)
    times.subtract(day for run in taken_back for day in run)
    once = joined(Days(day, day) for day, number in times.items() if number > 0)
    return once, joined(Days(day, day) for day, number in times.items() if number > 1)


def by_period(days: Iterable[Days], calendar: date) -> list[Days]:
    """The same days, each run within one four-week period."""
    found = []
    for run in days:
        first = run.first
        while first <= run.last:
            last = min(four_weeks(first, calendar).last, run.last)
            found.append(Days(first, last))
            first = last + DAY
    return found


def due(days: Iterable[Days], loaded: Iterable[Days], calendar: date) -> list[Days]:
    """Days to load now: payable and not loaded, one run for each load."""
    return by_period(without(days, loaded), calendar)


def split(pence: int, weights: Sequence[int]) -> list[int]:
    """Pence in proportion to weights, to the penny: largest remainder first, of equal ones the earlier.

    Where no weight is above zero, all of it goes to the first.
    """
    if not weights:
        raise ValueError("There is nothing to split over")
    total = sum(weights)
    if total == 0:
        return [pence, *[0] * (len(weights) - 1)]
    parts = [pence * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(pence * weights[place] % total), place))
    for place in by_remainder[: pence - sum(parts)]:
        parts[place] += 1
    return parts


def draw(pence: int, weights: Sequence[int], there: Sequence[int]) -> list[int] | None:
    """Pence out of what is there, in proportion where that goes, else from the first that have more; None: too little.

    Nothing is drawn below zero.
    """
    if sum(max(one, 0) for one in there) < pence:
        return None
    parts = [min(part, max(one, 0)) for part, one in zip(split(pence, weights), there, strict=True)]
    short = pence - sum(parts)
    for place, one in enumerate(there):
        more = min(max(one, 0) - parts[place], short)
        parts[place] += more
        short -= more
    return parts
