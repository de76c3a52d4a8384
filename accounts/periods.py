"""Periods of a statement: a month, the last months, or dates one chooses; and when a day begins. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from design.formats import LOCAL, day


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    key: str
    label: str
    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return midnight(self.last + timedelta(days=1))


def midnight(on: date) -> datetime:
    """With which a day begins, by the clock on the wall."""
    return datetime.combine(on, time.min, LOCAL)


def month(on: date) -> Period:
    first = on.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(f"{first:%Y-%m}", f"{first:%B %Y}", first, following - timedelta(days=1))


def offered(today: date) -> list[Period]:
    """The last 13 months, newest first, then longer ones that end today."""
    months = [month(today)]
    while len(months) < 13:
        months.append(month(months[-1].first - timedelta(days=1)))
    return [*months, last_months(today, 3), last_months(today, 12)]


def last_months(today: date, count: int) -> Period:
    first = month(today)
    for _ in range(count - 1):
        first = month(first.first - timedelta(days=1))
    return Period(f"{count}-months", f"The last {count} months", first.first, today)


def last_weeks(today: date, count: int) -> Period:
    return Period(
        f"{count}-weeks", f"The last {count} weeks", today - timedelta(weeks=count) + timedelta(days=1), today
    )


def between(first: date, last: date) -> Period:
    return Period("dates", f"{day(first)} to {day(last)}", first, last)
